import type {
  HistoryCompaction,
  HistoryPoint,
  SequenceDocument,
  SequenceStep,
} from '../../../../../core/library/entities.ts'
import { timecode } from '../../../../../core/timeline/timecode.ts'
import type { ClipSource } from '../../../../../core/timeline/clip.ts'
import { table } from '../../table.ts'

/** The clips of a sequence, the top track first. */
export function sequenceTable({ sequence, revision, undoLabel, redoLabel }: SequenceDocument): string {
  const { name, rate, size, dropFrame, tracks } = sequence
  const fps = Math.round((rate.num / rate.den) * 1000) / 1000
  const rows = tracks
    .toReversed()
    .flatMap((track) =>
      track.items.map((clip) => [
        track.name,
        timecode(clip.start, rate, dropFrame === true),
        timecode(clip.start + clip.length, rate, dropFrame === true),
        String(clip.length),
        sourceWords(clip.source),
        clip.name,
        clip.id,
      ]),
    )
  return [
    `${name}  ${size.width}x${size.height}  ${fps} frames a second  revision ${revision}`,
    `${undoLabel === null ? 'Nothing to undo' : `Undo: ${undoLabel}`}. ${redoLabel === null ? 'Nothing to redo' : `Redo: ${redoLabel}`}.`,
    rows.length === 0 ? 'No clips yet.' : table(['Track', 'From', 'To', 'Frames', 'Shows', 'Name', 'Clip'], rows),
  ].join('\n')
}

function sourceWords(source: ClipSource): string {
  switch (source.kind) {
    case 'shot':
      return source.take === undefined ? `shot ${source.shot}` : `take ${source.take}`
    case 'media':
      return `file ${source.media.slice(0, 12)}`
    case 'sequence':
      return `sequence ${source.sequence}`
    default:
      return source.kind
  }
}

/** Where the sequence stands after a step. */
export function stepWords({ revision, undoLabel, redoLabel }: SequenceStep): string {
  const undo = undoLabel === null ? 'nothing to undo' : `undo takes back "${undoLabel}"`
  return `revision ${revision}, ${undo}${redoLabel === null ? '' : `, redo makes "${redoLabel}" again`}`
}

/** Points of the history, newest first; `*` marks where the sequence stands. */
export function historyTable(points: readonly HistoryPoint[]): string {
  const rows = points.map(({ step, parent, label, at, by, current }) => [
    current ? '*' : '',
    String(step),
    parent === null ? '' : String(parent),
    new Date(at).toISOString().slice(0, 19).replace('T', ' '),
    label === '' ? 'As it began' : label,
    // A window calls itself by a number that means nothing to a reader.
    by?.replace(/^(window) .*/, '$1') ?? '',
  ])
  return table(['', 'Step', 'After', 'When (UTC)', 'What', 'By'], rows)
}

/** What a compaction did, or would do. */
export function compactionWords({ points, loss, bytes, file }: HistoryCompaction): string {
  const done = bytes.after !== null
  const lost = [
    loss.undo > 0 ? `${loss.undo} steps can no longer be undone` : '',
    loss.branches > 0 ? `${loss.branches} points on branches are gone` : '',
  ].filter((words) => words !== '')
  const what = lost.length === 0 ? 'nothing is lost' : lost.join(', ')
  const sizes = done ? `${kilobytes(bytes.before)} to ${kilobytes(bytes.after ?? 0)}` : kilobytes(bytes.before)
  const files = file.after === null ? '' : `; the library file, ${kilobytes(file.before)} to ${kilobytes(file.after)}`
  return `${done ? 'Done' : 'This would do'}: ${what}. ${points.before} points to ${points.after}; history, ${sizes}${files}.`
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`
}
