// Runs every test and closes with one plain line, such as "312 passed, 0 failed, 2 skipped". Arguments go to vitest.
import { join } from 'node:path'
import { createVitest, parseCLI } from 'vitest/node'
import type { Vitest } from 'vitest/node'

interface Tally {
  passed: number
  failed: number
  skipped: string[]
}

const root = join(import.meta.dirname, '..')
let tally: Tally = { passed: 0, failed: 1, skipped: [] }
try {
  tally = await runAll(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}
process.exitCode = tally.failed > 0 ? 1 : 0
const names = tally.skipped.map((name) => `  ${name}\n`).join('')
if (names !== '') process.stdout.write(`\nskipped:\n${names}`)
process.stdout.write(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped.length} skipped\n`)

async function runAll(args: readonly string[]): Promise<Tally> {
  const { filter, options } = parseCLI(['vitest', 'run', ...args])
  const vitest = await createVitest('test', { ...options, root, watch: false })
  try {
    await vitest.start(filter)
    return count(vitest)
  } finally {
    await vitest.close()
  }
}

function count(vitest: Vitest): Tally {
  // A file that does not load, or whose set-up breaks, is a failure even though none of its tests ran.
  const counted: Tally = { passed: 0, failed: vitest.state.getUnhandledErrors().length, skipped: [] }
  for (const module of vitest.state.getTestModules()) {
    if (module.errors().length > 0) counted.failed += 1
    for (const suite of module.children.allSuites()) if (suite.errors().length > 0) counted.failed += 1
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') counted.passed += 1
      else if (state === 'failed') counted.failed += 1
      else counted.skipped.push(`${module.relativeModuleId}: ${test.fullName}`)
    }
  }
  return counted
}
