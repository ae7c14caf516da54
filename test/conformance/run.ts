import { CortadoError, errorCode } from '../../core/errors.ts'
import { captionResults } from './caption-cases.ts'
import type { CaseResult } from './comparison.ts'
import { summarise } from './comparison.ts'
import { pipelineResults } from './pipeline-cases.ts'
import { randnResults } from './randn-cases.ts'
import { readJson } from './reference-file.ts'
import { schedulerResults } from './scheduler-cases.ts'
import { tokenizerResults } from './tokenizer-cases.ts'

interface Suite {
  /** What the suite is called with. */
  readonly names: readonly string[]
  run(...paths: string[]): readonly CaseResult[] | Promise<readonly CaseResult[]>
}

const SUITES: Readonly<Record<string, Suite>> = {
  schedulers: { names: ['FILE'], run: (path = '') => schedulerResults(readJson(path)) },
  randn: { names: ['FILE'], run: (path = '') => randnResults(readJson(path)) },
  captions: { names: ['FILE'], run: (path = '') => captionResults(readJson(path)) },
  tokenizers: { names: ['DIR'], run: (path = '') => tokenizerResults(path) },
  pipeline: { names: ['PACK', 'GOLDEN'], run: (pack = '', golden = '') => pipelineResults(pack, readJson(golden)) },
}

/** Exit code of the command: 0 when every case passes, 1 when one fails; throws on bad usage. */
async function main([name, ...paths]: readonly string[]): Promise<number> {
  const suite = name !== undefined && Object.hasOwn(SUITES, name) ? SUITES[name] : undefined
  if (suite === undefined || paths.length !== suite.names.length) throw new CortadoError('USAGE', usage())
  const results = await suite.run(...paths)
  for (const [index, { outcome, note }] of results.entries()) {
    if (outcome !== 'passed') console.log(`case ${index} ${outcome}: ${note}`)
  }
  const summary = summarise(results)
  // JSON has no infinity: a case of the wrong length, or one that yields no number, is worse than any number.
  console.log(JSON.stringify({ ...summary, worst: Number.isFinite(summary.worst) ? summary.worst : 1e308 }))
  return summary.failed === 0 ? 0 : 1
}

function usage(): string {
  const calls = Object.entries(SUITES).map(([name, { names }]) => [name, ...names].join(' '))
  return `Usage: npm run -s conformance -- ${calls.join(' | ')}`
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  console.error(`${errorCode(error)}: ${message.replaceAll(/\s+/gu, ' ')}`)
  process.exitCode = 2
}
