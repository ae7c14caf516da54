const WAYS: Readonly<Record<string, string>> = {
  PROJECT_IN_USE: 'Close it in the other window or program, then open it here. Every other project opens as usual.',
  LIBRARY_NEWER: 'The project was left as it was. Open it with the newer Cortado, or open another project.',
  LIBRARY_DAMAGED: 'The project was left as it was. What can be read of it can go into a new project.',
  PROJECT_READ_ONLY: 'Give this user the right to write in the folder, or copy the project to another disk.',
  DISK_FULL: 'Free some space on the disk, then try again.',
  NOT_FOUND: 'It may have been moved or deleted. Open another project, or make a new one.',
}

/** What can be done after a project did not open, beside the studio's own sentence; empty where that says it all. */
export function wayOn(code: string): string {
  return WAYS[code] ?? ''
}
