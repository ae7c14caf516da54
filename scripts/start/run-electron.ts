import { spawn } from 'node:child_process'

/** A program that ends with an error this soon never showed its window. */
const START_MS = 5000

/** Runs Electron on the built program until its window is closed. False when it could not even start. */
export async function runElectron(program: string, root: string): Promise<boolean> {
  const started = Date.now()
  const child = spawn(program, [root], { cwd: root, stdio: 'inherit' })
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal)
  process.on('SIGINT', forward).on('SIGTERM', forward)
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(-1))
    child.once('exit', (exit) => resolve(exit))
  })
  process.off('SIGINT', forward).off('SIGTERM', forward)
  if (code !== 0 && code !== null && Date.now() - started < START_MS) return false
  process.exitCode = code ?? 0
  return true
}
