import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { Review } from '../../core/review/entities.ts'
import { runCli, temporaryHome } from '../support/cli.ts'
import { lavfiClip } from '../support/lavfi.ts'

const PROMPT = 'a red ball bounces in a field by day'
const Reviews = z.object({
  reviews: z.array(z.object({ file: z.string().optional(), review: Review.nullable(), error: z.unknown() })),
})
const Takes = z.object({
  takes: z.array(z.object({ id: z.string(), rank: z.number().optional(), review: z.object({}).loose().nullable() })),
})

let home: ReturnType<typeof temporaryHome>
const run = (...args: string[]): ReturnType<typeof runCli> => runCli(args, home.path)
const project = (): string => join(home.path, 'Dailies.cortado')
const clip = (name: string, filters: string): Promise<string> => lavfiClip(join(home.path, name), filters)

beforeAll(() => {
  home = temporaryHome()
})
afterAll(() => home[Symbol.dispose]())

/** Several times what a quiet machine needs. */
const PATIENCE = 480_000

test(
  'review measures many files in one call; one that is no video does not stop the others',
  async () => {
    const gradient = 'gradients=size=128x96:rate=12:duration=2:seed=4,noise=alls=8:allf=t'
    const calm = await clip('calm.mkv', gradient)
    const flickers = await clip('flickers.mkv', `${gradient},eq=brightness='0.06*(mod(n\\,2)*2-1)':eval=frame`)
    const words = join(home.path, 'words.mkv')
    writeFileSync(words, PROMPT)
    const list = join(home.path, 'list.txt')
    writeFileSync(list, `${words}\n\n${join(home.path, 'nowhere.mkv')}\n`)
    const { code, last, stdout } = await run('review', calm, flickers, '--list', list, '--json')
    expect(code).toBe(1)
    const { reviews } = Reviews.parse(last)
    expect(reviews.map(({ file }) => file)).toEqual([calm, flickers, words, join(home.path, 'nowhere.mkv')])
    expect(reviews.map(({ review }) => review?.findings.map(({ kind }) => kind))).toEqual([
      [],
      ['flicker'],
      undefined,
      undefined,
    ])
    expect(reviews.slice(2).map(({ error }) => error)).toMatchObject([{ code: 'MEDIA_DAMAGED' }, { code: 'NOT_FOUND' }])
    expect(stdout.trim().split('\n')).toHaveLength(5)
    const told = await run('review', flickers)
    expect(told).toMatchObject({ code: 0, stdout: expect.stringMatching(/flicker, frames \d+ to \d+: The light .+\./) })
  },
  PATIENCE,
)

test(
  'takes are measured and ranked as they are made, sorted, reviewed again and written out',
  async () => {
    const settings = ['--project', project(), '--seed', '9', '--takes', '2', '--steps', '2', '--json']
    const { takes } = Takes.parse((await run('generate', PROMPT, ...settings)).last)
    expect(takes.map(({ rank }) => rank).toSorted()).toEqual([1, 2])
    expect(takes.every(({ review }) => review !== null)).toBe(true)
    const sorted = Takes.parse((await run('takes', '--project', project(), '--sort', 'rank', '--json')).last)
    expect(sorted.takes.map(({ id }) => id)).toEqual(
      takes.toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0)).map(({ id }) => id),
    )
    const again = Reviews.parse((await run('review', '--project', project(), '--again', '--json')).last)
    const { frames: _frames, curves: _curves, ...summary } = again.reviews[0]?.review ?? ({} as Review)
    expect(summary).toEqual(takes[0]?.review)

    const out = join(home.path, 'set')
    const exported = await run('takes', 'export', '--format', 'jsonl', '--project', project(), '--out', out, '--json')
    expect(exported).toMatchObject({ code: 0, last: { takes: 2, files: ['takes.jsonl'] } })
    const rows = readFileSync(join(out, 'takes.jsonl'), 'utf8').trim().split('\n')
    expect(rows.map((row) => JSON.parse(row) as unknown)).toMatchObject(
      takes.map(({ id }) => ({ id, caption: PROMPT })),
    )
    const twice = await run('takes', 'export', '--format', 'jsonl', '--project', project(), '--out', out, '--json')
    expect(twice).toMatchObject({ code: 2, last: { error: { code: 'INVALID_INPUT' } } })

    const report = await run('jobs', '--report', '--since', '2h', '--project', project())
    expect(report).toMatchObject({ code: 0, stdout: expect.stringMatching(/^2 finished, 0 failed\./) })
    const older = await run('jobs', '--report', '--since', '2100-01-01', '--project', project(), '--json')
    expect(older.last).toMatchObject({ finished: [], words: ['Nothing was in the queue.'] })
  },
  PATIENCE,
)

test.each([
  ['review without a file', ['review']],
  ['an order that is none', ['takes', '--sort', 'sugar']],
  ['an export without a format', ['takes', 'export', '--out', '/tmp/nowhere']],
  ['an export without a place', ['takes', 'export', '--format', 'jsonl']],
  ['a moment that is none', ['jobs', '--report', '--since', 'teatime']],
])('%s is told how it is asked', async (_name, args) => {
  const { code, last } = await run(...args, '--json')
  expect(code).toBe(2)
  expect(last).toMatchObject({ error: { code: 'USAGE' } })
})
