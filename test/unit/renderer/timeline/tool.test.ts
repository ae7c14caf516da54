import { describe, expect, it } from 'vitest'
import { applyEdit } from '../../../../core/timeline/edit.ts'
import type { Sequence } from '../../../../core/timeline/sequence.ts'
import { IDLE, stepTool } from '../../../../renderer/timeline/tool.ts'
import type { ToolContext, ToolEffect, ToolEvent, ToolState, ToolTarget } from '../../../../renderer/timeline/tool.ts'
import { clip, sequence } from '../film.ts'

const film = sequence([clip('one', 0, 48), clip('two', 48, 48), clip('three', 200, 48)], [])

function context(change: Partial<ToolContext> = {}): ToolContext {
  const usual = { sequence: film, playhead: 130, pxPerFrame: 4, snapping: true, tool: 'select', selection: [] } as const
  return { ...usual, newId: () => 'newclip01', ...change }
}

function run(events: ToolEvent[], in_: ToolContext = context()): { state: ToolState; effects: ToolEffect[] } {
  let state = IDLE
  const effects: ToolEffect[] = []
  for (const event of events) {
    const step = stepTool(state, event, in_)
    state = step.state
    effects.push(...step.effects)
  }
  return { state, effects }
}

function on(id: string, zone: 'body' | 'in' | 'out' = 'body', of: Sequence = film): ToolTarget {
  const found = of.tracks[0]?.items.get(id)
  if (!found) throw new Error(id)
  return { kind: 'clip', track: 'track-1', clip: found, zone }
}

const moveTo = (x: number, change: Partial<ToolEvent & { type: 'move' }> = {}): ToolEvent => ({
  type: 'move',
  x,
  track: 'track-1',
  free: false,
  ...change,
})

describe('the selection tool', () => {
  it('selects on a click and changes nothing, even when the hand trembles', () => {
    const { state, effects } = run([{ type: 'down', target: on('one'), x: 50 }, moveTo(53), { type: 'up' }])
    expect(state).toEqual(IDLE)
    expect(effects).toEqual([{ type: 'select', clip: 'one' }])
  })

  it('clears the selection on an empty lane', () => {
    const { effects } = run([{ type: 'down', target: { kind: 'lane' }, x: 700 }, { type: 'up' }])
    expect(effects).toEqual([{ type: 'select', clip: null }])
  })

  it('selects a gap on a click', () => {
    const gap = { track: 'track-1', start: 96, length: 104 }
    expect(run([{ type: 'down', target: { kind: 'gap', gap }, x: 600 }, { type: 'up' }]).effects).toEqual([
      { type: 'selectGap', gap },
    ])
  })

  it('asks for more of a take whose end is pulled well past it, up to the next clip, and changes nothing yet', () => {
    const pull = (frames: number) =>
      run([
        { type: 'down', target: on('two', 'out'), x: 380 },
        moveTo(380 + 4 * frames, { free: true }),
        { type: 'up' },
      ])
    expect(pull(30).effects.slice(-2)).toEqual([
      { type: 'ghost', ghost: null },
      { type: 'extend', clip: 'two', frames: 30 },
    ])
    expect(pull(150).effects.at(-1)).toEqual({ type: 'extend', clip: 'two', frames: 104 })
    expect(pull(3).effects.filter(({ type }) => type === 'extend' || type === 'commit')).toEqual([])
  })

  it('moves with many ghosts and one edit, on the drop', () => {
    const drag = [300, 400, 420].map((x) => moveTo(x, { free: true }))
    const { effects } = run([{ type: 'down', target: on('one'), x: 100 }, ...drag, { type: 'up' }])
    expect(effects.filter(({ type }) => type === 'ghost')).toHaveLength(4)
    expect(effects.filter(({ type }) => type === 'commit')).toEqual([
      {
        type: 'commit',
        edit: { name: 'move', args: { clip: 'one', track: 'track-1', start: 80, splitId: 'newclip01' } },
      },
    ])
  })

  it('snaps a moved edge to the playhead, unless it is dragged freely or snapping is off', () => {
    // The end of `one` would come to 128; the playhead is at 130, within 8 px.
    const events = (free: boolean): ToolEvent[] => [{ type: 'down', target: on('one'), x: 0 }, moveTo(320, { free })]
    const ghost = (state: ToolState) => (state.name === 'dragging' ? state.ghost : null)
    expect(ghost(run(events(false)).state)).toMatchObject({ start: 82, snapAt: 130 })
    expect(ghost(run(events(true)).state)).toMatchObject({ start: 80, snapAt: null })
    expect(ghost(run(events(false), context({ snapping: false })).state)).toMatchObject({ start: 80, snapAt: null })
  })

  it('does not snap a clip before the start of the sequence', () => {
    const { state } = run([{ type: 'down', target: on('two'), x: 200 }, moveTo(-900)])
    expect(state).toMatchObject({ ghost: { start: 0 } })
  })

  it('moves to another track', () => {
    const { effects } = run([
      { type: 'down', target: on('two'), x: 200 },
      moveTo(201, { track: 'track-2' }),
      { type: 'up' },
    ])
    expect(effects.at(-1)).toMatchObject({ type: 'commit', edit: { args: { track: 'track-2', start: 48 } } })
  })

  it('makes no edit when the clip is back where it was', () => {
    const { effects } = run([{ type: 'down', target: on('two'), x: 200 }, moveTo(300), moveTo(200), { type: 'up' }])
    expect(effects.some(({ type }) => type === 'commit')).toBe(false)
  })

  it('trims an edge, never beyond the take, with an edit that the rules accept', () => {
    const { state, effects } = run([
      { type: 'down', target: on('three', 'out'), x: 990 },
      moveTo(1200),
      moveTo(950),
      { type: 'up' },
    ])
    expect(state).toEqual(IDLE)
    expect(effects.find(({ type }) => type === 'ghost')).toMatchObject({ ghost: { delta: 0, limit: 'source' } })
    const last = effects.at(-1)
    expect(last).toEqual({ type: 'commit', edit: { name: 'trim', args: { clip: 'three', edge: 'out', delta: -10 } } })
    if (last?.type === 'commit') expect(applyEdit(film, last.edit).tracks[0]?.items.last?.length).toBe(38)
  })

  it('scrubs on the ruler', () => {
    const { state, effects } = run([{ type: 'down', target: { kind: 'ruler' }, x: 41 }, moveTo(80)])
    expect(state.name).toBe('scrubbing')
    expect(effects).toEqual([
      { type: 'seek', at: 10 },
      { type: 'seek', at: 20 },
    ])
  })

  it('takes the ghost away on Escape and commits nothing', () => {
    const { state, effects } = run([
      { type: 'down', target: on('one'), x: 100 },
      moveTo(300),
      { type: 'cancel' },
      { type: 'up' },
    ])
    expect(state).toEqual(IDLE)
    expect(effects.at(-1)).toEqual({ type: 'ghost', ghost: null })
  })

  it('lets go when somebody else has removed the clip', () => {
    const first = run([{ type: 'down', target: on('one'), x: 100 }, moveTo(300)])
    const step = stepTool(first.state, moveTo(400), context({ sequence: sequence([]) }))
    expect(step).toEqual({ state: IDLE, effects: [{ type: 'ghost', ghost: null }] })
  })
})

describe('selecting several', () => {
  it('adds with a key, keeps a selection that is pressed, and narrows it on a click', () => {
    const both = context({ selection: ['one', 'two'] })
    expect(run([{ type: 'down', target: on('one'), x: 50, toggle: true }, { type: 'up' }]).effects).toEqual([
      { type: 'toggle', clip: 'one' },
    ])
    expect(run([{ type: 'down', target: on('one'), x: 50 }], both).effects).toEqual([])
    expect(run([{ type: 'down', target: on('one'), x: 50 }, { type: 'up' }], both).effects).toEqual([
      { type: 'select', clip: 'one' },
    ])
  })

  it('moves the whole selection with one edit, never past the start', () => {
    const events: ToolEvent[] = [
      { type: 'down', target: on('two'), x: 200 },
      moveTo(-2000, { free: true }),
      { type: 'up' },
    ]
    // `one` stands at the start: nothing of it may move left.
    expect(run(events, context({ selection: ['one', 'two'] })).effects.some(({ type }) => type === 'commit')).toBe(
      false,
    )
    events[1] = moveTo(240, { free: true })
    expect(run(events, context({ selection: ['one', 'two'] })).effects.at(-1)).toMatchObject({
      edit: { name: 'move', args: { clip: 'two', start: 58, also: ['one'] } },
    })
  })

  it('draws a box from an empty place', () => {
    const { effects } = run([
      { type: 'down', target: { kind: 'lane' }, x: 700, y: 10 },
      moveTo(600, { y: 40 }),
      { type: 'up' },
    ])
    expect(effects).toEqual([
      { type: 'select', clip: null },
      { type: 'box', box: { x: [700, 600], y: [10, 40] }, add: false },
      { type: 'box', box: null, add: false },
    ])
  })
})

describe('the other tools', () => {
  const cut = sequence([
    clip('one', 0, 30, { offset: 9, available: 48 }),
    clip('two', 30, 30, { offset: 9, available: 48 }),
    clip('three', 60, 30, { offset: 9, available: 48 }),
  ])
  const drag = (tool: ToolContext['tool'], zone: 'body' | 'in' | 'out', by: number, x = 130): ToolEffect | undefined =>
    run(
      [{ type: 'down', target: on('two', zone, cut), x }, moveTo(x + 4 * by, { free: true }), { type: 'up' }],
      context({ sequence: cut, tool }),
    ).effects.at(-1)

  it.each([
    ['ripple', 'out', -5, { name: 'rippleTrim', args: { clip: 'two', edge: 'out', delta: -5 } }],
    ['ripple', 'out', 50, { name: 'rippleTrim', args: { clip: 'two', edge: 'out', delta: 9 } }],
    ['roll', 'in', 4, { name: 'roll', args: { clip: 'two', edge: 'in', delta: 4 } }],
    ['roll', 'in', -50, { name: 'roll', args: { clip: 'two', edge: 'in', delta: -9 } }],
    ['slip', 'body', 3, { name: 'slip', args: { clip: 'two', delta: -3 } }],
    ['slip', 'body', 50, { name: 'slip', args: { clip: 'two', delta: -9 } }],
    ['slide', 'body', -2, { name: 'slide', args: { clip: 'two', delta: -2 } }],
    ['slide', 'body', 50, { name: 'slide', args: { clip: 'two', delta: 9 } }],
  ] as const)('%s drags %s by %i with an edit that the rules accept', (tool, zone, by, edit) => {
    const last = tool === 'ripple' && by > 9 ? drag(tool, zone, 9) : drag(tool, zone, by)
    expect(last).toEqual({ type: 'commit', edit })
    if (last?.type === 'commit') expect(() => applyEdit(cut, last.edit)).not.toThrow()
  })

  it('takes the nearer edge of a clip where the tool is one for edges', () => {
    expect(drag('roll', 'body', 1, 125)).toMatchObject({ edit: { args: { edge: 'in' } } })
    expect(drag('roll', 'body', 1, 230)).toMatchObject({ edit: { args: { edge: 'out' } } })
  })

  it('does nothing where no clip touches', () => {
    const apart = context({ tool: 'slide' })
    const { effects } = run([{ type: 'down', target: on('three'), x: 900 }, moveTo(950), { type: 'up' }], apart)
    expect(effects.some(({ type }) => type === 'commit')).toBe(false)
    expect(effects.find(({ type }) => type === 'ghost')).toMatchObject({ ghost: { limit: 'alone', delta: 0 } })
  })

  it('cuts on a press', () => {
    const { state, effects } = run(
      [{ type: 'down', target: on('two', 'body', cut), x: 161 }],
      context({ tool: 'blade' }),
    )
    expect(state).toEqual(IDLE)
    expect(effects.at(-1)).toMatchObject({ edit: { name: 'blade', args: { clip: 'two', at: 40 } } })
  })
})
