import type { JSX } from 'react'

/** Drawn on a 16 px grid with a 1.5 px stroke. */
const PATHS = {
  play: 'M5 3.2v9.6l8-4.8z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  stepBack: 'M11 3.5 5.5 8l5.5 4.5z M4 3.5v9',
  stepForward: 'M5 3.5 10.5 8 5 12.5z M12 3.5v9',
  toStart: 'M12.5 3.5 7.5 8l5 4.5z M7.5 3.5 2.5 8l5 4.5z',
  toEnd: 'M3.5 3.5 8.5 8l-5 4.5z M8.5 3.5l5 4.5-5 4.5z',
  close: 'm4 4 8 8M12 4l-8 8',
  check: 'm3 8.5 3.5 3.5L13 4.5',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  chevronDown: 'm4 6.5 4 4 4-4',
  chevronUp: 'm4 9.5 4-4 4 4',
  chevronLeft: 'm9.5 4-4 4 4 4',
  chevronRight: 'm6.5 4 4 4-4 4',
  dice: 'M4.5 2.5h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2z M5.6 5.6h.01 M10.4 5.6h.01 M8 8h.01 M5.6 10.4h.01 M10.4 10.4h.01',
  lock: 'M4.5 7h7v6h-7z M5.8 7V5a2.2 2.2 0 0 1 4.4 0v2',
  unlock: 'M4.5 7h7v6h-7z M5.8 7V4.6a2.2 2.2 0 0 1 4.2-.9',
  search: 'M7 2.8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4z m3.2 7.4 3 3',
  download: 'M8 2.5v7.5 M4.8 7 8 10.2 11.2 7 M3 13.2h10',
  film: 'M2.5 3.5h11v9h-11z M5.5 3.5v9 M10.5 3.5v9 M2.5 8h3 M10.5 8h3',
  queue: 'M2.5 4h11 M2.5 8h11 M2.5 12h6.5',
  retry: 'M13 8a5 5 0 1 1-1.6-3.7 M13 2.5v2.8h-2.8',
  trash: 'M3 4.5h10 M6.5 4.5v-1.7h3v1.7 M4.5 4.5l.6 8.7h5.8l.6-8.7',
  more: 'M3.5 8h.01 M8 8h.01 M12.5 8h.01',
  expand: 'M9.5 3H13v3.5 M6.5 13H3V9.5 M13 3 9.2 6.8 M3 13l3.8-3.8',
  copy: 'M5.5 5.5h7.5V13H5.5z M3 10.5V3h7.5',
  warning: 'M8 2.8 14 13H2z M8 6.8v2.8 M8 11.4h.01',
  home: 'M2.8 7.5 8 3l5.2 4.5 M4.2 6.5V13h7.6V6.5',
  scissors: 'M4.2 3.2 11 11 M11.8 3.2 5 11 M3.9 10.2a1.6 1.6 0 1 0 .01 0z M12.1 10.2a1.6 1.6 0 1 0 .01 0z',
  magnet: 'M3.5 3v5a4.5 4.5 0 0 0 9 0V3 M3.5 5.8h2.6 M9.9 5.8h2.6 M6.1 3v5a1.9 1.9 0 0 0 3.8 0V3',
  cursor: 'M4 2.8v9.4l2.6-2.4 1.6 3.6 1.7-.8-1.6-3.5H12z',
  link: 'M6.8 9.2a2.4 2.4 0 0 0 3.4 0l2-2a2.4 2.4 0 0 0-3.4-3.4l-.8.8 M9.2 6.8a2.4 2.4 0 0 0-3.4 0l-2 2a2.4 2.4 0 0 0 3.4 3.4l.8-.8',
  undo: 'M5.5 3 2.8 5.8l2.7 2.7 M3 5.8h6.2a3.6 3.6 0 0 1 0 7.2H6',
  redo: 'M10.5 3l2.7 2.8-2.7 2.7 M13 5.8H6.8a3.6 3.6 0 0 0 0 7.2H10',
  export: 'M8 10V2.8 M4.8 5.6 8 2.5l3.2 3.1 M3 9.5v3.7h10V9.5',
  device: 'M4 4h8v8H4z M6.5 1.8V4 M9.5 1.8V4 M6.5 12v2.2 M9.5 12v2.2 M1.8 6.5H4 M1.8 9.5H4 M12 6.5h2.2 M12 9.5h2.2',
  words: 'M3 4h10 M3 8h7 M3 12h4.5',
  volume: 'M2.8 6.2v3.6h2.4L8.4 12.6V3.4L5.2 6.2z M10.6 5.8a3 3 0 0 1 0 4.4 M12.3 4a5.6 5.6 0 0 1 0 8',
  pencil: 'M3 13l.6-2.8L11 2.8 13.2 5 5.8 12.4z M9.6 4.2l2.2 2.2',
  info: 'M8 2.2a5.8 5.8 0 1 1 0 11.6A5.8 5.8 0 0 1 8 2.2z M8 7.4v3.6 M8 5h.01',
  folder: 'M2.5 4.2h4l1.4 1.6h5.6v6.7h-11z',
  ripple: 'M3 3v10 M6 8h7 M10.5 5.5 13 8l-2.5 2.5',
  roll: 'M8 2.5v11 M5.5 5.5 3 8l2.5 2.5 M10.5 5.5 13 8l-2.5 2.5',
  slip: 'M2.5 3.5v9 M13.5 3.5v9 M5 8h6 M6.5 6 4.7 8l1.8 2 M9.5 6l1.8 2-1.8 2',
  slide: 'M5.5 5h5v6h-5z M3.2 6 1.5 8l1.7 2 M12.8 6l1.7 2-1.7 2',
  blade: 'M10.8 2.5 13.5 5.2 6 12.7l-3.5.8.8-3.5z M8.6 4.7l2.7 2.7',
  transition: 'M2.5 4h11v8h-11z M2.5 12l11-8',
  marker: 'M4.5 2.5h7v7L8 13.5 4.5 9.5z',
  title: 'M3.5 4.5v-1.5h9v1.5 M8 3v10 M6 13h4',
  history: 'M3 8a5 5 0 1 0 1.6-3.7 M3 2.5v2.8h2.8 M8 5.2V8l2 1.4',
  keyframe: 'M8 3.5 12.5 8 8 12.5 3.5 8z',
  curve: 'M2.5 12.5C8.5 12.5 7.5 3.5 13.5 3.5',
  adjustment: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11z M8 2.5v11 M8 5.5h4.6 M8 8h5.4 M8 10.5h4.6',
  columns: 'M2.5 3.5h11v9h-11z M8 3.5v9',
} as const

export type IconName = keyof typeof PATHS

const FILLED = new Set<IconName>(['play', 'stepBack', 'stepForward', 'toStart', 'toEnd', 'cursor'])

/** One of the studio's own icons. It is decoration: name the control that holds it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill={FILLED.has(name) ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
