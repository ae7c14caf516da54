import Database from 'better-sqlite3'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Review } from '../../../core/review/entities.ts'
import { openLibrary } from '../../../main/library/index.ts'
import { cleanClip } from '../review/clean-clips.ts'
import { reviewed } from '../review/reviewed.ts'
import { newLibrary, recordTake } from './sample.ts'

const review = (): Review => reviewed(cleanClip('bounces', 1, 16))

describe('the review of a take', () => {
  it('is missing at first, and there for good once it is kept', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a red kite' })
    const take = await recordTake(library, shot.id)
    expect([take.review, library.takes.review(take.id)]).toEqual([null, null])
    const { frames, curves, ...summary } = review()
    expect(library.takes.keepReview(take.id, { ...summary, frames, curves }).review).toEqual(summary)
    library.close()
    const again = await openLibrary(library.folder)
    expect(again.takes.review(take.id)).toEqual({ ...summary, frames, curves })
    expect(again.shots.get(shot.id).takes[0]?.review).toEqual(summary)
    // A rating must not lose it.
    expect(again.takes.rate(take.id, { rating: 4 }).review).toEqual(summary)
    again.close()
  })

  it('of a take that is not there is refused', async () => {
    const library = await newLibrary()
    expect(() => library.takes.keepReview('nosuchtake', review())).toThrow('not in this project')
    expect(() => library.takes.review('nosuchtake')).toThrow('not in this project')
  })

  it.each([
    ['is not JSON', `UPDATE review SET summary = 'half of it', curves = '{'`],
    ['lacks a figure', `UPDATE review SET summary = json_remove(summary, '$.figures.flicker')`],
    ['was made by another method', 'UPDATE review SET version = version - 1'],
  ])('that %s counts as missing, and the take is whole', async (_name, damage) => {
    const library = await newLibrary()
    const take = await recordTake(library, library.shots.create({ prompt: 'a red kite' }).id)
    library.takes.keepReview(take.id, review())
    library.close()
    const db = new Database(join(library.folder, 'library.sqlite'))
    db.exec(damage)
    db.close()
    const again = await openLibrary(library.folder)
    expect(again.takes.get(take.id)).toEqual(take)
    expect(again.takes.review(take.id)).toBeNull()
    expect(again.takes.keepReview(take.id, review()).review).not.toBeNull()
    again.close()
  })
})
