import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { summarise } from './comparison.ts'
import { pipelineResults } from './pipeline-cases.ts'
import { readJson } from './reference-file.ts'

const fixtures = join(import.meta.dirname, '../fixtures')
const bundled = join(import.meta.dirname, '../../assets/models/cortado-mini')
const tiny = join(fixtures, 'packs/tiny-latte')

interface Changeable {
  pack: string
  texts: { text: string; ids: number[] }[]
  encodings: { latents: { float32: string } }[]
  runs: { [part: string]: unknown; latents: { float32: string }[]; embeds: { negative?: unknown } }[]
}

/** The golden file of the tiny pack with one thing changed. */
function changed(change: (golden: Changeable, run: Changeable['runs'][number]) => void): unknown {
  const golden = JSON.parse(readFileSync(join(tiny, 'golden.json'), 'utf8')) as Changeable
  const [run] = golden.runs
  if (run === undefined) throw new Error('the golden file is empty')
  golden.runs = [run]
  change(golden, run)
  return golden
}

const goldens = readdirSync(join(fixtures, 'packs'))
  .map((name) => join(fixtures, 'packs', name))
  .filter((pack) => existsSync(join(pack, 'golden.json')))
  .map((pack) => [basename(pack), pack, join(pack, 'golden.json')] as const)

describe('packs against what the reference makes of them', () => {
  it.each([...goldens, ['the bundled pack', bundled, join(fixtures, 'mini/golden.json')] as const])(
    'follows %s',
    async (_name, pack, golden) => {
      const results = await pipelineResults(pack, readJson(golden))
      expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
      expect(summarise(results).worst).toBeLessThan(1e-4)
    },
  )

  it('reports other ids, another encoding, another final step, and a run with guidance that has none', async () => {
    const wrong = changed((golden, run) => {
      const [text] = golden.texts
      if (text !== undefined) text.ids[2] = 99
      for (const tensor of [run.latents.at(-1), golden.encodings[0]?.latents]) {
        if (tensor === undefined) throw new Error('the golden file is short')
        const bytes = Buffer.from(tensor.float32, 'base64')
        bytes.writeFloatLE(1e4, 40)
        tensor.float32 = bytes.toString('base64')
      }
      delete run.embeds.negative
    })
    const results = await pipelineResults(tiny, wrong)
    expect(results.map(({ outcome }) => outcome)).toEqual(['failed', 'passed', 'passed', 'passed', 'failed', 'failed'])
    expect(results.at(-2)?.note).toMatch(/^encoding of 16 frames of 32x32: latents of the clip off by/u)
    expect(results.at(-1)?.note).toMatch(/the reference ran without guidance.*latents after step 20 off by/u)
  })

  it.each([
    ['of another pack', changed((golden) => (golden.pack = 'other'))],
    ['of a later form', { ...(changed(() => undefined) as object), form: 2 }],
    ['with a setting that would be passed over', changed((_, run) => (run['given'] = {}))],
    [
      'whose tensor was cut short',
      changed((_, run) => run.latents.splice(3, 1, { ...run.latents[3], float32: 'AAAA' })),
    ],
  ])('refuses a golden file %s', async (_what, file) => {
    await expect(pipelineResults(tiny, file)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})
