/** Address of a stored file, by its sha256. */
export function mediaUrl(sha256: string): string {
  return `/media/${sha256}`
}
