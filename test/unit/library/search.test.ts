import { describe, expect, it } from 'vitest'
import type { SearchInput } from '../../../core/library/search.ts'
import { newId } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'
import { clip, code, newLibrary, recipe, recordTake, trackOf } from './sample.ts'

/** Names of what a search finds, such as "take 2" for a second take. */
function names(library: Library, request: SearchInput): string[] {
  return library
    .search(request)
    .hits.map(({ kind, name }) => (kind === 'take' ? (name.split(' · ').at(-1) ?? '') : name))
}

async function filled(): Promise<{ library: Library; kite: string; sea: string; takes: string[]; bin: string }> {
  const library = await newLibrary()
  const kite = library.shots.create({ prompt: 'a red kite' }).id
  const sea = library.shots.create({ prompt: 'a grey sea' }).id
  const takes = []
  for (const [index, content] of ['a', 'b', 'c'].entries()) {
    const settings = recipe({ prompt: 'a red kite', seed: 4000 + index })
    takes.push((await recordTake(library, kite, { content, recipe: settings })).id)
  }
  const bin = library.bins.create({ name: 'Kites' }).id
  library.entries.file([{ kind: 'shot', id: kite }], library.bins.create({ name: 'Reds', parent: bin }).id)
  return { library, kite, sea, takes, bin }
}

describe('search', () => {
  it('finds by kind, rating, label, favourite and rejection, alone and with words', async () => {
    const { library, takes, sea } = await filled()
    const [first, second, third] = takes as [string, string, string]
    library.takes.rate(first, { rating: 5 })
    library.takes.rate(second, { rating: 3, rejected: true })
    library.entries.mark([{ kind: 'take', id: third }], { label: 'blue', favourite: true })
    library.entries.mark([{ kind: 'shot', id: sea }], { label: 'red' })
    expect(names(library, { kinds: ['bin'] })).toEqual(['Reds', 'Kites'])
    expect(names(library, { rating: 3 })).toEqual(['take 2', 'take 1'])
    expect(names(library, { rating: 3, rejected: false })).toEqual(['take 1'])
    expect(names(library, { labels: ['red', 'blue'] })).toEqual(['take 3', 'a grey sea'])
    expect(names(library, { favourite: true, text: 'kit' })).toEqual(['take 3'])
    expect(names(library, { favourite: true, text: 'sea' })).toEqual([])
    expect(names(library, { text: '4001' })).toEqual(['take 2'])
    expect(names(library, { text: 'kite', kinds: ['take'], order: 'oldest' })).toEqual(['take 1', 'take 2', 'take 3'])
    // Words of the index's own are nothing that a person finds by typing them.
    for (const text of ['ktake', 'r5', 'f1', 'lblue', 't0']) expect(names(library, { text })).toEqual([])
  })

  it('finds by bin, whatever lies how deep in it, and what lies in none', async () => {
    const { library, bin, sea, kite } = await filled()
    expect(names(library, { bin, kinds: ['shot', 'take'] })).toEqual(['take 3', 'take 2', 'take 1', 'a red kite'])
    expect(names(library, { bin: 'none', kinds: ['shot'] })).toEqual(['a grey sea'])
    library.entries.file([{ kind: 'shot', id: sea }], bin)
    library.entries.file([{ kind: 'shot', id: kite }], null)
    expect(names(library, { bin, kinds: ['shot', 'take'] })).toEqual(['a grey sea'])
    expect(names(library, { shot: kite })).toEqual(['take 3', 'take 2', 'take 1'])
    expect(() => library.search({ bin: newId() })).toThrow(code('NOT_FOUND'))
  })

  it('finds what the film shows: the shot, and the take that it shows', async () => {
    const { library, kite, takes } = await filled()
    const used = (): string[] => names(library, { used: true })
    expect(used()).toEqual([])
    const { sequence, revision } = library.sequences.get(library.project.sequence)
    const args = { track: trackOf(library), clip: clip(kite, 0), splitId: newId() }
    library.sequences.edit(sequence.id, { revision, edits: [{ name: 'insert', args }] })
    expect(used()).toEqual(['take 1', 'a red kite'])
    library.shots.pick(kite, takes[1] ?? '')
    expect(used()).toEqual(['take 2', 'a red kite'])
    expect(names(library, { used: false, kinds: ['shot', 'take'] })).toEqual(['take 3', 'take 1', 'a grey sea'])
    library.sequences.undo(sequence.id)
    expect(used()).toEqual([])
  })

  it('gives pages that together are all of it, once each', async () => {
    const { library } = await filled()
    for (let index = 0; index < 23; index += 1) library.shots.create({ prompt: `kite number ${index}` })
    for (const order of ['newest', 'oldest'] as const) {
      const all = library.search({ text: 'kite', order }).hits.map((hit) => hit.id)
      const paged: string[] = []
      let after: number | undefined | null
      do {
        const page = library.search({ text: 'kite', order, limit: 4, ...(typeof after === 'number' ? { after } : {}) })
        paged.push(...page.hits.map((hit) => hit.id))
        after = page.next
      } while (after !== null)
      expect(paged).toEqual(all)
    }
  })

  it('refuses a request that is none', async () => {
    const library = await newLibrary()
    for (const request of [{ rating: 6 }, { limit: 0 }, { labels: ['beige'] }, { bin: 'DROP' }]) {
      expect(() => library.search(request as SearchInput)).toThrow(code('INVALID_INPUT'))
    }
  })
})
