import { execFile } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { cpus, release } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { deviceIndex, providerOf, type DeviceId } from '../../../core/generation/device.ts'

const TIMEOUT_MS = 10_000
const ICD_FOLDERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d']
const run = promisify(execFile)

/**
 * Name and driver of a device, as far as the system tells them: "NVIDIA L4, driver 550.54". What was measured on a
 * device holds for as long as this stays the same. Never throws.
 */
export async function hardwareOf(device: DeviceId): Promise<string> {
  const provider = providerOf(device)
  if (provider === 'cpu') return cpus()[0]?.model ?? ''
  if (provider === 'cuda') return (await nvidia(deviceIndex(device))) ?? ''
  if (process.platform === 'win32') return windowsCards()
  // On a Mac the drivers come with the system.
  if (process.platform === 'darwin') return `${cpus()[0]?.model ?? ''}, system ${release()}`
  return vulkanDrivers()
}

/** The name alone, for a title bar: what stands before the driver. */
export function hardwareName(hardware: string): string {
  return hardware.includes(', driver ') ? (hardware.split(', driver ')[0] ?? '') : ''
}

async function nvidia(index: number): Promise<string | null> {
  const query = ['--query-gpu=name,driver_version', '--format=csv,noheader', '--id', String(index)]
  const answer = await said('nvidia-smi', query)
  return answer === '' ? null : answer.replace(', ', ', driver ')
}

/** All cards, because WebGPU and DirectML do not say which one they took. */
async function windowsCards(): Promise<string> {
  const query = 'Get-CimInstance Win32_VideoController | ForEach-Object { "$($_.Name), driver $($_.DriverVersion)" }'
  const answer = await said('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', query])
  return answer.split(/\r?\n/).join('; ')
}

/** The Vulkan drivers that are installed, each with its date, and the card of the NVIDIA one. */
async function vulkanDrivers(): Promise<string> {
  const named = process.env['VK_DRIVER_FILES'] ?? process.env['VK_ICD_FILENAMES']
  const files = named === undefined ? (await Promise.all(ICD_FOLDERS.map(listed))).flat() : named.split(':')
  const drivers = await Promise.all(files.map(describeDriver))
  const card = await nvidia(0)
  return [...(card === null ? [] : [card]), ...drivers.filter((driver) => driver !== '').toSorted()].join('; ')
}

async function listed(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => [])
  return names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name))
}

/** A driver's own file changes with its version. */
async function describeDriver(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '')
  if (text === '') return ''
  const { mtimeMs } = await stat(file)
  return `${file.split('/').at(-1)} of ${new Date(mtimeMs).toISOString().slice(0, 19)}`
}

async function said(program: string, args: string[]): Promise<string> {
  try {
    const { stdout } = await run(program, args, { timeout: TIMEOUT_MS, windowsHide: true })
    return stdout.trim()
  } catch {
    // A machine without that program has nothing to tell here.
    return ''
  }
}
