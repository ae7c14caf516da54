interface Line {
  name: string
  colour: string
  /** Number of clips and milliseconds. */
  points: readonly (readonly [number, number])[]
}

const WIDTH = 720
const HEIGHT = 400
const LEFT = 70
const RIGHT = 190
const TOP = 20
const BOTTOM = 50

/** A picture of cost against clips, both in powers of ten, as SVG. */
export function plot(lines: readonly Line[]): string {
  const all = lines.flatMap(({ points }) => points)
  const decade = (value: number, round: (x: number) => number): number => round(Math.log10(value))
  const [low, high] = [
    decade(Math.min(...all.map(([, y]) => y)), Math.floor),
    decade(Math.max(...all.map(([, y]) => y)), Math.ceil),
  ]
  const [first, last] = [Math.log10(Math.min(...all.map(([x]) => x))), Math.log10(Math.max(...all.map(([x]) => x)))]
  const x = (clips: number): number => LEFT + ((Math.log10(clips) - first) / (last - first)) * (WIDTH - LEFT - RIGHT)
  const y = (ms: number): number => TOP + ((high - Math.log10(ms)) / (high - low)) * (HEIGHT - TOP - BOTTOM)
  const decades = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index))
  const sizes = [...new Set(all.map(([clips]) => clips))]
  const parts = [
    ...decades.flatMap((ms) => [
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(ms)}" y2="${y(ms)}" stroke="#8884"/>`,
      `<text x="${LEFT - 8}" y="${y(ms) + 4}" text-anchor="end">${ms} ms</text>`,
    ]),
    ...sizes.map(
      (clips) => `<text x="${x(clips)}" y="${HEIGHT - 26}" text-anchor="middle">${clips.toLocaleString('en')}</text>`,
    ),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">clips</text>`,
    ...lines.flatMap(({ name, colour, points }) => {
      const end = points.at(-1) ?? [1, 1]
      return [
        `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.map((p) => `${x(p[0])},${y(p[1])}`).join(' ')}"/>`,
        `<text x="${x(end[0]) + 8}" y="${y(end[1]) + 4}" fill="${colour}">${name}</text>`,
      ]
    }),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#888">\n${parts.join('\n')}\n</svg>\n`
}
