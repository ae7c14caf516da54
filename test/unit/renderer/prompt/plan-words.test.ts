import { expect, it } from 'vitest'
import { planWords } from '../../../../renderer/prompt/plan-words.ts'

const plan = (seconds: number | null, summary: string) => ({
  seconds,
  summary,
  peakBytes: 4e8,
  freeBytes: 4e9,
  claimedBytes: 0,
  fits: true,
  thrift: [],
  notes: [],
  hints: [],
})

it('says what one take costs and sets the verdict apart', () => {
  expect(planWords(plan(9, 'about 9 s, peak 0.4 GB, fits this device'), 1)).toEqual({
    cost: 'about 9 s, peak 0.4 GB',
    verdict: 'fits this device',
    thrift: '',
  })
})

it('adds up several takes', () => {
  expect(planWords(plan(30, 'about 30 s, peak 0.4 GB, fits'), 8).cost).toBe(
    '8 takes in 4 min, each about 30 s, peak 0.4 GB',
  )
})

it('adds nothing up before anything was measured', () => {
  expect(planWords(plan(null, 'time not measured yet on this device, peak 0.4 GB, fits'), 4).cost).toBe(
    '4 takes, time not measured yet on this device, peak 0.4 GB',
  )
})

it('shows a summary of another form as it is', () => {
  expect(planWords(plan(9, 'soon'), 1)).toEqual({ cost: 'soon', verdict: '', thrift: '' })
})

it('says how memory is saved', () => {
  const short = {
    ...plan(9, 'about 9 s, peak 0.2 GB, fits'),
    thrift: ['frames are decoded one at a time', 'costs time'],
  }
  expect(planWords(short, 1).thrift).toBe('frames are decoded one at a time; costs time')
})
