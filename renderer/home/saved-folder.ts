/** Where a damaged project is saved: beside the others, under its own name with "saved" behind it. */
export function savedFolder(damaged: string, projectsFolder: string): string {
  const separator = projectsFolder.includes('\\') ? '\\' : '/'
  const name = damaged.split(/[\\/]/).findLast((part) => part !== '') ?? 'Project'
  return `${projectsFolder.replace(/[\\/]+$/, '')}${separator}${name.replace(/\.cortado$/, '')} saved.cortado`
}
