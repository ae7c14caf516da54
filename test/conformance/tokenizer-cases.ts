import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { CortadoError } from '../../core/errors.ts'
import { createTokenizer } from '../../main/inference/tokenizer/text-tokenizer.ts'
import { loadTokenIds } from '../../main/inference/tokenizer/token-ids.ts'
import type { CaseResult } from './comparison.ts'
import { readJson, readReference } from './reference-file.ts'

const ids = z.array(z.int())
const goldenFile = z.array(
  z.object({
    text: z.string(),
    ids,
    /** Where there is one, `ids` are cut and padded to its length. */
    mask: ids.optional(),
    /** The ids before cutting and padding. */
    raw: ids.optional(),
  }),
)

const special = z.record(z.string(), z.object({ ids: ids.min(1) }))
const template = z.object({
  type: z.literal('TemplateProcessing'),
  single: z.array(
    z.union([z.object({ SpecialToken: z.object({ id: z.string() }) }), z.object({ Sequence: z.unknown() })]),
  ),
  special_tokens: special,
})
const pair = z.object({
  type: z.enum(['RobertaProcessing', 'BertProcessing']),
  cls: z.tuple([z.string(), z.int()]),
  sep: z.tuple([z.string(), z.int()]),
})
const tokenizerFile = z.object({
  post_processor: z.union([template, pair]),
  padding: z.object({ pad_id: z.int() }).nullish(),
})

/** Ids that stand before and after every text. */
interface Frame {
  readonly before: readonly number[]
  readonly after: readonly number[]
}

/**
 * Compares every text of every tokenizer in a folder: `NAME/tokenizer.json`, `NAME/golden.json` and, if there is one,
 * `NAME/tokenizer_config.json`. Throws `NOT_FOUND` or `INVALID_INPUT` for another kind of folder.
 */
export function tokenizerResults(folder: string): CaseResult[] {
  const names = foldersIn(folder)
  if (names.length === 0)
    throw new CortadoError('INVALID_INPUT', `${folder} holds no folders of tokenizers; name one that does.`)
  return names.flatMap((name) => resultsOf(name, join(folder, name)))
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
  } catch (cause) {
    throw new CortadoError('NOT_FOUND', `${folder} cannot be read; name a folder of tokenizers.`, { cause })
  }
}

function resultsOf(name: string, folder: string): CaseResult[] {
  const golden = readReference(goldenFile, readJson(join(folder, 'golden.json')))
  const file = join(folder, 'tokenizer.json')
  const settings = readReference(tokenizerFile, readJson(file))
  const json = readFileSync(file, 'utf8')
  const configFile = join(folder, 'tokenizer_config.json')
  const config = existsSync(configFile) ? readFileSync(configFile, 'utf8') : '{}'
  const frame = frameOf(settings.post_processor)
  const tokenIds = loadTokenIds(json, config)
  return golden.map((test): CaseResult => {
    const raw = [...frame.before, ...tokenIds(test.text), ...frame.after]
    const wrong = [
      ...differences('raw ids', raw, test.mask === undefined ? test.ids : test.raw),
      ...(test.mask === undefined ? [] : paddedDifferences({ ...test, mask: test.mask })),
    ]
    const note = wrong.length === 0 ? '' : `${name}, ${JSON.stringify(test.text.slice(0, 40))}: ${wrong.join(', ')}`
    return { outcome: wrong.length === 0 ? 'passed' : 'failed', worst: wrong.length === 0 ? 0 : 1, note }
  })

  function paddedDifferences(test: { text: string; ids: number[]; mask: number[] }): string[] {
    const [bosId] = frame.before
    const [eosId = 0] = frame.after
    const padId = settings.padding?.pad_id ?? padIdOf(config, json)
    const text = { maxLength: test.ids.length, padId, eosId, cleaner: 'none' } as const
    const padded = createTokenizer(json, config, bosId === undefined ? text : { ...text, bosId }).encode(test.text)
    return [
      ...differences('padded ids', Array.from(padded.ids, Number), test.ids),
      ...differences('mask', Array.from(padded.mask, Number), test.mask),
    ]
  }
}

function frameOf(processor: z.infer<typeof tokenizerFile>['post_processor']): Frame {
  if (processor.type !== 'TemplateProcessing') return { before: [processor.cls[1]], after: [processor.sep[1]] }
  const pieces = processor.single
  const place = pieces.findIndex((piece) => 'Sequence' in piece)
  const idsOf = (part: typeof pieces): number[] =>
    part.flatMap((piece) =>
      'SpecialToken' in piece ? (processor.special_tokens[piece.SpecialToken.id]?.ids ?? []) : [],
    )
  return { before: idsOf(pieces.slice(0, place)), after: idsOf(pieces.slice(place)) }
}

function padIdOf(configJson: string, tokenizerJson: string): number {
  const { pad_token: token } = z.object({ pad_token: z.string().optional() }).parse(JSON.parse(configJson))
  const added = z
    .object({ added_tokens: z.array(z.object({ id: z.int(), content: z.string() })) })
    .parse(JSON.parse(tokenizerJson)).added_tokens
  return added.find(({ content }) => content === token)?.id ?? 0
}

function differences(what: string, actual: readonly number[], expected: readonly number[] | undefined): string[] {
  if (expected === undefined) return []
  const same = actual.length === expected.length && expected.every((id, place) => actual[place] === id)
  if (same) return []
  const place = expected.findIndex((id, index) => actual[index] !== id)
  return [`${what} differ from place ${place === -1 ? expected.length : place} on`]
}
