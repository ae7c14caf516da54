import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DoctorCheck } from '../../core/contract/system.ts'
import type { Provider } from '../../core/generation/recipe.ts'
import type { Inference } from '../inference/index.ts'
import { findFfmpeg } from '../media/index.ts'

const GIB = 2 ** 30
const WANTED = ['libx264', 'ffv1', 'prores_ks']

const NO_DEVICE = 'No device opens a session. Install Cortado again.'

/** How a device that is not there could be had. None of them is needed: every take can be made on the processor. */
const WAY_TO: Readonly<Record<Provider, string>> = {
  cpu: NO_DEVICE,
  cuda: 'Only for an NVIDIA GPU: install its driver, and start Cortado again (set-up fetches the CUDA libraries) or add them as a pack.',
  webgpu: 'Only for a GPU: install its Vulkan driver and check again.',
  dml: 'Only for a GPU: update its driver and check again.',
  coreml: 'Only on a Mac with Apple silicon.',
}

/** What works on this machine, and what to do about the rest. */
export async function examine(inference: Inference, projectsFolder: string, version: string): Promise<DoctorCheck[]> {
  const runtime = `Cortado ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`
  return [
    { name: 'Versions', state: 'fine', detail: runtime, advice: '' },
    await checkFfmpeg(),
    ...(await checkDevices(inference)),
    ...(await checkPacks(inference)),
    await checkDisk(projectsFolder),
  ]
}

async function checkFfmpeg(): Promise<DoctorCheck> {
  try {
    const ffmpeg = await findFfmpeg()
    const missing = WANTED.filter((encoder) => !ffmpeg.encoders.has(encoder))
    const detail = `${ffmpeg.version} at ${ffmpeg.path} (${ffmpeg.source}), ${ffmpeg.encoders.size} encoders, ${ffmpeg.filters.size} filters`
    if (missing.length === 0) return { name: 'ffmpeg', state: 'fine', detail, advice: '' }
    const advice = `This ffmpeg lacks ${missing.join(', ')}. Install a full build to use every preset.`
    return { name: 'ffmpeg', state: missing.includes('ffv1') ? 'trouble' : 'limited', detail, advice }
  } catch (error) {
    return { name: 'ffmpeg', state: 'trouble', detail: 'none was found', advice: sentence(error) }
  }
}

async function checkDevices(inference: Inference): Promise<DoctorCheck[]> {
  const devices = await inference.devices()
  const usable = devices.filter((device) => device.available)
  const checks: DoctorCheck[] = devices.map((device) => ({
    name: `Device ${devices.filter(({ provider }) => provider === device.provider).length > 1 ? device.id : device.provider}`,
    state: device.available ? 'fine' : 'limited',
    detail: device.available ? `${device.label}: a session opens` : device.reason,
    advice: device.available ? '' : usable.length === 0 ? NO_DEVICE : WAY_TO[device.provider],
  }))
  return checks
}

async function checkPacks(inference: Inference): Promise<DoctorCheck[]> {
  const packs = await inference.packs.list()
  if (packs.length === 0) {
    const advice = 'Put a model pack into assets/models, or name its folder in CORTADO_PACKS.'
    return [{ name: 'Model packs', state: 'trouble', detail: 'none was found', advice }]
  }
  return packs.map(({ path, pack, problem }) => ({
    name: `Pack ${pack?.manifest.id ?? path}`,
    state: problem ? 'trouble' : 'fine',
    detail: pack ? `${pack.manifest.title} ${pack.manifest.version}` : path,
    advice: problem?.message ?? '',
  }))
}

async function checkDisk(folder: string): Promise<DoctorCheck> {
  const free = await diskFree(folder)
  const detail = `${(free / GIB).toFixed(1)} GB free for ${folder}`
  if (free > 2 * GIB) return { name: 'Disk', state: 'fine', detail, advice: '' }
  return { name: 'Disk', state: 'limited', detail, advice: 'Free some space: a minute of film takes about 1 GB.' }
}

/** Free bytes of the disk that holds a folder, or will once the folder is made. */
export async function diskFree(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (error) {
    if (dirname(folder) === folder) throw error
    return diskFree(dirname(folder))
  }
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
