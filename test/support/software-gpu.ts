import { existsSync } from 'node:fs'

const DRIVERS = ['/usr/lib/chromium/vk_swiftshader_icd.json', '/opt/google/chrome/vk_swiftshader_icd.json']

/**
 * Points workers that are started from now on to the Vulkan driver in software that comes with Chromium. Gives why that
 * cannot be done here, or "" where it can.
 */
export function useSoftwareGpu(): string {
  if (process.platform !== 'linux') return 'the software adapter of Chromium is used on Linux only'
  const driver = DRIVERS.find((file) => existsSync(file))
  if (driver === undefined) return 'no Chromium with a software adapter is installed'
  process.env['VK_ICD_FILENAMES'] = driver
  return ''
}
