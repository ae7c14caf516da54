import { existsSync, readdirSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The folder in which a job keeps what it needs to go on after a stop. */
export function checkpointFolder(project: string, job: string): string {
  return join(project, 'checkpoints', job)
}

export async function makeCheckpointFolder(project: string, job: string): Promise<string> {
  const folder = checkpointFolder(project, job)
  await mkdir(folder, { recursive: true })
  return folder
}

export async function removeCheckpoint(project: string, job: string): Promise<void> {
  await rm(checkpointFolder(project, job), { recursive: true, force: true })
}

/** True when there is something to go on from. */
export function hasCheckpoint(project: string, job: string): boolean {
  const folder = checkpointFolder(project, job)
  return existsSync(folder) && readdirSync(folder).length > 0
}

/** Jobs that have a folder, whatever became of them. */
export function checkpointed(project: string): string[] {
  const folder = join(project, 'checkpoints')
  return existsSync(folder) ? readdirSync(folder) : []
}
