import { readFileSync } from 'node:fs'
import { freemem } from 'node:os'

const PAGE_BYTES = 4096

/**
 * Bytes that a worker may take: what the system has left, within what this process is allowed (a container, say), and
 * what the worker that is already there holds, because it is the one that goes on with it.
 */
export function freeMemory(workerPid: number | undefined): number {
  return Math.min(freemem(), process.availableMemory()) + residentBytes(workerPid)
}

/** Resident memory of another process in bytes. Only Linux tells without starting a program; 0 elsewhere. */
export function residentBytes(pid: number | undefined): number {
  if (pid === undefined || process.platform !== 'linux') return 0
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES
  } catch (error) {
    // It may have ended since.
    if (error instanceof Error && 'code' in error) return 0
    throw error
  }
}
