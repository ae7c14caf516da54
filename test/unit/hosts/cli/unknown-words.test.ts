import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCli, temporaryHome } from '../../../support/cli.ts'

let home: ReturnType<typeof temporaryHome>
beforeEach(() => {
  home = temporaryHome()
})
afterEach(() => home[Symbol.dispose]())

test('the command line says which words the model does not know, and what may have been meant', async () => {
  const { code, stdout, stderr } = await runCli(['generate', '--plan', 'a red dragon over a lake'], home.path)
  expect(code).toBe(0)
  expect(stderr).toContain('The model does not know "dragon" and "lake" (did you mean "sea"')
  expect(stdout).toContain('peak')
})

test('with --json the words are an event and part of the plan', async () => {
  const { stdout, stderr } = await runCli(
    ['generate', '--plan', '--json', '--negative', 'balls', 'a red ball'],
    home.path,
  )
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const words = [{ field: 'negativePrompt', word: 'balls', suggestions: ['ball'] }]
  expect(lines[0]).toEqual({ event: 'unknownWords', words })
  expect(lines.at(-1)).toMatchObject({ plan: { hints: words } })
  expect(stderr).toBe('')
})

test('a prompt of known words is passed without a word', async () => {
  const { stderr } = await runCli(['generate', '--plan', 'a red ball bounces in a field by day'], home.path)
  expect(stderr).toBe('')
})
