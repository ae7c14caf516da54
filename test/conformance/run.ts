import { readFileSync } from 'node:fs'
import { CortadoError, errorCode } from '../../core/errors.ts'
import { parseTolerantJson } from '../../main/inference/schedulers/index.ts'
import type { CaseResult } from './comparison.ts'
import { summarise } from './comparison.ts'
import { randnResults } from './randn-cases.ts'
import { schedulerResults } from './scheduler-cases.ts'

const USAGE = 'Usage: npm run -s conformance -- schedulers|randn FILE'

const SUITES: Readonly<Record<string, (file: unknown) => CaseResult[]>> = {
  schedulers: schedulerResults,
  randn: randnResults,
}

/** Exit code of the command: 0 when every case passes, 1 when one fails; throws on bad usage. */
function main(args: readonly string[]): number {
  const [name, path, ...rest] = args
  const suite = name !== undefined && Object.hasOwn(SUITES, name) ? SUITES[name] : undefined
  if (suite === undefined || path === undefined || rest.length > 0) throw new CortadoError('USAGE', USAGE)
  const results = suite(parse(read(path), path))
  for (const [index, { outcome, note }] of results.entries()) {
    if (outcome !== 'passed') console.log(`case ${index} ${outcome}: ${note}`)
  }
  const summary = summarise(results)
  // JSON has no infinity: a case of the wrong length, or one that yields no number, is worse than any number.
  console.log(JSON.stringify({ ...summary, worst: Number.isFinite(summary.worst) ? summary.worst : 1e308 }))
  return summary.failed === 0 ? 0 : 1
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new CortadoError('NOT_FOUND', `${path} cannot be read; name a readable reference file.`, { cause: error })
  }
}

function parse(text: string, path: string): unknown {
  try {
    return parseTolerantJson(text)
  } catch (error) {
    throw new CortadoError('INVALID_INPUT', `${path} is not JSON; name a reference file of this suite.`, {
      cause: error,
    })
  }
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  console.error(`${errorCode(error)}: ${message.replaceAll(/\s+/gu, ' ')}`)
  process.exitCode = 2
}
