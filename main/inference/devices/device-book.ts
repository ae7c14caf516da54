import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { DeviceCheck, type DeviceFinding } from '../../../core/generation/device-check.ts'
import { providerOf, type DeviceId } from '../../../core/generation/device.ts'
import type { Provider } from '../../../core/generation/recipe.ts'
import { writeFileAtomic } from '../../files/index.ts'

const Book = z.object({
  /** By pack, device, its hardware and the runtime: a change of any of them asks for a new test. */
  findings: z.record(z.string(), DeviceCheck.omit({ useAnyway: true })).default({}),
  /** `<sha256 of the pack> <provider>` of every pair that the user has overruled. */
  useAnyway: z.array(z.string()).default([]),
  cpuWorkers: z.number().int().min(1).max(64).default(1),
})
type Book = z.infer<typeof Book>

/** A device as it was when it was tested. */
export interface TestedDevice {
  id: DeviceId
  hardware: string
  runtime: string
}

/** What is known of devices and packs, and what the user has said about them: a small JSON file among the settings. */
export class DeviceBook {
  readonly #path: string | null
  #book: Book

  /** Kept in memory only where `path` is null. A damaged file is an empty one: tests can be run again. */
  constructor(path: string | null) {
    this.#path = path
    this.#book = read(path)
  }

  get cpuWorkers(): number {
    return this.#book.cpuWorkers
  }

  finding(pack: string, device: TestedDevice): DeviceCheck | undefined {
    const finding = this.#book.findings[key(pack, device)]
    return finding && { ...finding, useAnyway: this.overruled(pack, device.id) }
  }

  /** Everything that was found of a pack, on whatever was here then. */
  findings(pack: string): DeviceCheck[] {
    return Object.entries(this.#book.findings)
      .filter(([line]) => line.startsWith(`${pack} `))
      .map(([, finding]) => ({ ...finding, useAnyway: this.overruled(pack, finding.device) }))
  }

  overruled(pack: string, device: DeviceId): boolean {
    return this.#book.useAnyway.includes(`${pack} ${providerOf(device)}`)
  }

  /** What was found on the device before, under another driver perhaps, goes. */
  async record(pack: string, device: TestedDevice, finding: DeviceFinding): Promise<void> {
    await this.#change((book) => {
      const before = Object.entries(book.findings).filter(([line]) => !line.startsWith(`${pack} ${device.id} `))
      book.findings = Object.fromEntries([...before, [key(pack, device), finding]])
    })
  }

  async overrule(pack: string, provider: Provider, use: boolean): Promise<void> {
    const line = `${pack} ${provider}`
    await this.#change((book) => {
      book.useAnyway = book.useAnyway.filter((other) => other !== line)
      if (use) book.useAnyway.push(line)
    })
  }

  async setCpuWorkers(count: number): Promise<void> {
    await this.#change((book) => (book.cpuWorkers = count))
  }

  /** Another studio of the same user may have written in between. */
  async #change(change: (book: Book) => void): Promise<void> {
    const book = this.#path === null ? this.#book : read(this.#path)
    change(book)
    this.#book = book
    if (this.#path !== null) await writeFileAtomic(this.#path, `${JSON.stringify(book, null, 1)}\n`)
  }
}

function key(pack: string, { id, hardware, runtime }: TestedDevice): string {
  return `${pack} ${id} ${runtime} ${hardware}`
}

function read(path: string | null): Book {
  const empty = Book.parse({})
  if (path === null) return empty
  try {
    return Book.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? empty
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (absent || error instanceof SyntaxError) return empty
    throw error
  }
}
