import { resolve } from 'node:path'
import { CortadoError } from '../../../../core/errors.ts'
import type { BroughtPack } from '../../../../core/library/packs.ts'
import type { Pack } from '../../../../core/library/entities.ts'
import { parse } from '../args.ts'
import { packWords, sizeWords, testWords } from '../pack-words.ts'
import type { Session } from '../session.ts'

interface Options {
  yes: boolean
  selfTest: boolean
}

type Action = (session: Session, word: string, options: Options) => Promise<void>

/** What is done with one pack, and an example of it. */
const ACTIONS: Readonly<Record<string, { run: Action; example: string } | undefined>> = {
  info: { run: info, example: 'packs info cortado-mini' },
  verify: { run: verify, example: 'packs verify cortado-mini' },
  licence: { run: licence, example: 'packs licence cortado-mini' },
  add: { run: (...call) => bring('add', ...call), example: 'packs add /media/drive/some-pack' },
  'use-in-place': {
    run: (...call) => bring('useInPlace', ...call),
    example: 'packs use-in-place /media/drive/some-pack',
  },
  remove: { run: remove, example: 'packs remove some-pack' },
}

/** `packs [list | info ID | verify ID | licence ID | add DIR|ZIP | use-in-place DIR | remove ID]`. */
export async function packsCommand(session: Session, args: readonly string[]): Promise<void> {
  const options = { yes: { type: 'boolean' }, 'skip-test': { type: 'boolean' } } as const
  const { positionals, values } = parse(args, options, 2)
  const [action = 'list', word] = positionals
  if (action === 'list') return await list(session)
  const known = ACTIONS[action]
  if (known === undefined) {
    throw new CortadoError('USAGE', `packs knows list, ${Object.keys(ACTIONS).join(', ')}, not "${action}".`)
  }
  if (word === undefined) throw new CortadoError('USAGE', `Say which pack: ${known.example}.`)
  await known.run(session, word, { yes: values.yes === true, selfTest: values['skip-test'] !== true })
}

async function list({ client, output }: Session): Promise<void> {
  const { packs, accelerators } = await client.packs.list()
  const lines = packs.map(
    (pack) =>
      `${pack.id}  ${pack.version}  ${pack.title}  ${pack.licence}  ${sizeWords(pack.bytes)}  ${placeWords(pack)}  ${pack.problem ?? 'ready'}`,
  )
  const libraries = accelerators.map(
    ({ id, title, bytes, problem }) => `${id}  ${title}  accelerator  ${sizeWords(bytes)}  ${problem ?? 'ready'}`,
  )
  output.result({ packs, accelerators }, [...lines, ...libraries].join('\n'))
}

async function info({ client, output }: Session, id: string): Promise<void> {
  const { packs, accelerators } = await client.packs.list()
  const pack = packs.find((one) => one.id === id)
  if (pack !== undefined) return output.result(pack, packWords(pack))
  const accelerator = accelerators.find((one) => one.id === id)
  if (accelerator === undefined) {
    throw new CortadoError('PACK_UNKNOWN', `There is no model pack "${id}". "packs list" shows those that are.`)
  }
  const { title, path, bytes, provider, problem } = accelerator
  output.result(
    accelerator,
    `${title}\nlibraries for ${provider ?? 'another program'}, ${sizeWords(bytes)}\n${path}\n${problem ?? 'ready'}`,
  )
}

async function verify({ client, output }: Session, id: string): Promise<void> {
  const report = await client.packs.verify({ id })
  const words = `${report.id}: ${report.files} files, ${report.bytes} bytes, every hash is right and every graph and weight is sound`
  output.result({ ...report, ok: true }, words)
}

async function licence({ client, output }: Session, id: string): Promise<void> {
  const found = await client.packs.licence({ id })
  output.result(found, `${found.spdx}\n\n${found.text}`.trim())
}

async function bring(call: 'add' | 'useInPlace', session: Session, word: string, { selfTest }: Options): Promise<void> {
  const stop = new AbortController()
  const watching = watch(session, stop.signal)
  let brought: BroughtPack
  try {
    brought = await session.client.packs[call]({ path: resolve(word), selfTest })
  } finally {
    stop.abort()
    await watching
  }
  const { id, title, path, already } = brought
  const what = already ? 'was here already' : call === 'add' ? 'is copied' : 'is used where it lies'
  const test = brought.kind === 'pack' ? testWords(brought.checks) : []
  session.output.result(brought, [`${id} (${title}) ${what}: ${path}`, ...test].join('\n'))
}

async function watch({ studio, output }: Session, signal: AbortSignal): Promise<void> {
  let stage = ''
  for await (const event of studio.events(signal)) {
    if (event.type !== 'pack') continue
    const { type: _type, ...progress } = event
    output.event({ event: 'pack', ...progress })
    if (event.stage !== stage)
      output.say(`${event.stage} ${event.id}${event.totalBytes > 0 ? `, ${sizeWords(event.totalBytes)}` : ''}`)
    stage = event.stage
  }
}

async function remove({ client, output }: Session, id: string, { yes }: Options): Promise<void> {
  const removed = await client.packs.remove({ id, confirmed: yes })
  const words = {
    copy: 'its files are deleted',
    reference: 'it is forgotten; its files were not touched',
    unfinished: 'its unfinished copy is deleted',
  }[removed.what]
  output.result(removed, `${removed.id}: ${words}`)
}

function placeWords({ place }: Pack): string {
  return { bundled: 'bundled', folder: 'from CORTADO_PACKS', copied: 'copied', 'in-place': 'in place' }[place]
}
