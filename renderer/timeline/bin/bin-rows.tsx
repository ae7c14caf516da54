import { memo } from 'react'
import type { JSX, Ref } from 'react'
import type { Media } from '../../../core/library/media.ts'
import { plural } from '../../app/format.ts'
import { useTakesOf } from '../../store/index.ts'
import type { BinGroup } from './filter.ts'
import { MediaCard } from './media-card.tsx'
import { ShotHead } from './shot-head.tsx'
import { TakeCard } from './take-card.tsx'

/** A piece of the bin that is drawn as a whole: a shot with its takes, or some of the imported files. */
export type Row =
  | ({ key: string; kind: 'shot' } & BinGroup)
  /** `total` counts all files; only the first piece of them says it. */
  | { key: string; kind: 'media'; files: readonly Media[]; total: number | null }

/** Files of a piece: a whole number of lines at every usual width. */
const FILES = 60
const HEAD_PX = 32
const CARD_PX = 110
const ACROSS = 3

/** What the bin shows, piece by piece, so that only those in view need be drawn. */
export function binRows(groups: readonly BinGroup[], files: readonly Media[]): Row[] {
  const rows: Row[] = groups.map((group) => ({ key: group.shot.id, kind: 'shot', ...group }))
  for (let at = 0; at < files.length; at += FILES) {
    const total = at === 0 ? files.length : null
    rows.push({ key: `media ${at}`, kind: 'media', files: files.slice(at, at + FILES), total })
  }
  return rows
}

/** How high a piece is about, in pixels, before it was drawn. */
export function rowHeight(row: Row | undefined): number {
  if (!row) return 0
  const count = row.kind === 'media' ? row.files.length : (row.takes?.length ?? row.shot.count)
  return HEAD_PX + Math.ceil(count / ACROSS) * CARD_PX
}

/** One piece of the bin. */
export const BinRow = memo(
  function BinRow({ row, ref }: { row: Row; ref: Ref<HTMLElement> }): JSX.Element {
    return row.kind === 'shot' ? <ShotRow row={row} ref={ref} /> : <MediaRow row={row} ref={ref} />
  },
  (a, b) => a.ref === b.ref && same(a.row, b.row),
)

function ShotRow({ row, ref }: { row: Row & { kind: 'shot' }; ref: Ref<HTMLElement> }): JSX.Element {
  const { shot, takes } = row
  useTakesOf([shot.id])
  return (
    <section ref={ref} aria-label={shot.name} aria-busy={takes === null}>
      <ShotHead shot={shot} />
      {takes === null ? (
        <div style={{ height: rowHeight(row) - HEAD_PX }} />
      ) : (
        <div className="bin-grid">
          {takes.map((take) => (
            <TakeCard key={take.id} shot={shot} take={take} />
          ))}
        </div>
      )}
    </section>
  )
}

function MediaRow({ row, ref }: { row: Row & { kind: 'media' }; ref: Ref<HTMLElement> }): JSX.Element {
  return (
    <section ref={ref} aria-label="Media">
      {row.total !== null && (
        <div className="bin-shot">
          <h3>Media</h3>
          <span className="bin-count">{plural(row.total, 'file')}</span>
        </div>
      )}
      <div className="bin-grid">
        {row.files.map((one) => (
          <MediaCard key={one.id} media={one} />
        ))}
      </div>
    </section>
  )
}

/** Whether two pieces look the same: lists are made anew whenever anything of the library changes. */
function same(a: Row, b: Row): boolean {
  if (a.kind === 'shot') return b.kind === 'shot' && a.shot === b.shot && alike(a.takes, b.takes)
  return b.kind === 'media' && a.total === b.total && alike(a.files, b.files)
}

function alike(a: readonly unknown[] | null, b: readonly unknown[] | null): boolean {
  return a === b || (a !== null && b !== null && a.length === b.length && a.every((one, index) => one === b[index]))
}
