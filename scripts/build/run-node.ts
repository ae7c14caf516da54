import { spawn } from 'node:child_process'

/**
 * Runs a program of the project in a process of its own, for production whatever the caller runs for, and shows what it
 * says only when it fails.
 */
export async function runNode(root: string, args: readonly string[]): Promise<void> {
  const env = { ...process.env, NODE_ENV: 'production' }
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject))
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${said}`)
}
