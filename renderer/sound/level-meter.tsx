import { useEffect, useRef } from 'react'
import type { JSX } from 'react'
import { useStore } from 'zustand'
import { transport } from '../viewer/transport.ts'
import { filmSound } from './film-sound.ts'

/** The meter's foot, in decibels below full scale, and how fast a bar falls, in decibels a second. */
const FLOOR_DB = -48
const FALL_DB = 30
const SIDES = ['left', 'right'] as const

/** Peaks of both sides of the film as it is heard, before the viewer's own volume. Drawn outside React. */
export function LevelMeter(): JSX.Element {
  const element = useRef<HTMLDivElement>(null)
  const playing = useStore(transport, ({ speed }) => speed !== 0)
  useEffect(() => {
    const meter = element.current
    if (!playing || !meter) return undefined
    let bars: [number, number] = [FLOOR_DB, FLOOR_DB]
    let before = performance.now()
    let request = requestAnimationFrame(function draw(now) {
      const fall = (Math.max(0, now - before) * FALL_DB) / 1000
      before = now
      const [left, right] = filmSound.level().map(decibels)
      bars = [Math.max(left ?? FLOOR_DB, bars[0] - fall), Math.max(right ?? FLOOR_DB, bars[1] - fall)]
      show(meter, bars)
      request = requestAnimationFrame(draw)
    })
    return () => {
      cancelAnimationFrame(request)
      show(meter, [FLOOR_DB, FLOOR_DB])
    }
  }, [playing])
  return (
    <div ref={element} className="level-meter" role="img" aria-label="Peak level">
      {SIDES.map((side) => (
        <span key={side} className="level-bar">
          <span className="level-lit" />
        </span>
      ))}
    </div>
  )
}

function decibels(peak: number): number {
  return Math.max(FLOOR_DB, 20 * Math.log10(peak))
}

function show(meter: HTMLElement, bars: readonly [number, number]): void {
  for (const [index, bar] of bars.entries()) {
    const lit = meter.children[index]?.firstElementChild
    if (!(lit instanceof HTMLElement)) continue
    lit.style.clipPath = `inset(0 ${(100 * bar) / FLOOR_DB}% 0 0)`
    lit.parentElement?.classList.toggle('is-over', bar > 0)
  }
  meter.dataset['peak'] = Math.max(...bars).toFixed(1)
}
