/** New ids out of the one that a caller gave, so that the same edit made again makes the same document. */
export type Ids = () => string

/** The first id is the seed itself, the others have a number behind it. */
export function idsFrom(seed: string): Ids {
  let count = 0
  return () => {
    const id = count === 0 ? seed : `${seed.slice(0, 34)}${count.toString(36)}`
    count += 1
    return id
  }
}
