import { existsSync } from 'node:fs'
import { join } from 'node:path'

const FOLDERS = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
  '/lib/x86_64-linux-gnu',
]

/** The Vulkan loader of this system, where Linux keeps it; null where there is none. */
export function vulkanLoader(): string | null {
  return FOLDERS.map((folder) => join(folder, 'libvulkan.so.1')).find((path) => existsSync(path)) ?? null
}
