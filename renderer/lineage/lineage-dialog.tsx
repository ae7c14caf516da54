import { useEffect, useMemo, useRef, useState } from 'react'
import type { JSX } from 'react'
import './lineage.css'
import type { Take } from '../../core/library/entities.ts'
import { client, mediaUrl } from '../api/index.ts'
import { currentSpot } from '../change/spot.ts'
import { openTake } from '../library/take-actions.ts'
import { attempt, findTake, openDialog, selectTake, toast, useStudio, useUi } from '../store/index.ts'
import { cx, Dialog, EmptyState } from '../ui/index.ts'
import { lineageOf, madeWords } from './lineage.ts'
import type { LineageNode } from './lineage.ts'

/** Pixels between the corners of two neighbours, and of one picture with its words. */
const STEP = { x: 176, y: 122 }
const NODE = { width: 128, height: 112 }

/** Shows where the take in hand comes from. */
export function openLineage(): void {
  const spot = currentSpot()
  if (!spot) toast('Select a take or a clip that has one first.')
  else {
    selectTake(spot.take.id)
    openDialog('lineage')
  }
}

/** The takes that a take was made from and those that were made from it. */
export function LineageDialog({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  const id = useUi((state) => state.take)
  const found = findTake(
    useStudio((state) => state.shots),
    id,
  )
  return (
    <Dialog
      title={found ? `Where take ${found.take.number} of ${found.shot.name} comes from` : 'Where a take comes from'}
      open={open}
      onClose={onClose}
      size="large"
      className="lineage-dialog"
    >
      {found ? <Graph id={found.take.id} /> : <EmptyState title="No take is selected">Select a take first.</EmptyState>}
    </Dialog>
  )
}

function Graph({ id }: { id: string }): JSX.Element {
  const shots = useStudio((state) => state.shots)
  const [takes, setTakes] = useState<readonly Take[]>([])
  useEffect(() => {
    let stale = false
    void attempt(() => treeOf(id)).then((tree) => {
      if (!stale && tree) setTakes(tree)
    })
    return () => void (stale = true)
    // oxlint-disable-next-line react-hooks/exhaustive-deps, react/exhaustive-effect-dependencies -- what is made or thrown away meanwhile changes the shots
  }, [id, shots])
  const graph = useMemo(() => lineageOf(takes, id), [takes, id])
  const size = { width: graph.columns * STEP.x, height: graph.rows * STEP.y }
  const drawn = graph.nodes.length > 0
  const here = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    here.current?.focus({ preventScroll: true })
    here.current?.scrollIntoView({ block: 'center', inline: 'center' })
    // oxlint-disable-next-line react-hooks/exhaustive-deps, react/exhaustive-effect-dependencies -- once the takes are there
  }, [drawn])
  return (
    <>
      {graph.nodes.length === 1 && (
        <p className="lineage-none">
          It was made from words alone, and nothing was made from it yet. What is changed, extended or varied comes
          here.
        </p>
      )}
      <div className="lineage" style={size} role="group" aria-label="Takes and what was made from them">
        <svg className="lineage-lines" {...size} aria-hidden="true">
          {graph.links.map(({ from, to }) => (
            <path key={to.take.id} d={curve(from, to)} />
          ))}
        </svg>
        {graph.nodes.map((node) => (
          <button
            key={node.take.id}
            ref={node.take.id === id ? here : undefined}
            type="button"
            className={cx('lineage-take', node.take.id === id && 'is-here', node.take.rejected && 'is-rejected')}
            style={{ left: node.column * STEP.x, top: node.row * STEP.y, ...NODE }}
            aria-current={node.take.id === id}
            title={node.take.recipe.prompt}
            onClick={() => openTake(node.take.id)}
          >
            <img src={mediaUrl(node.take.poster)} alt="" draggable={false} />
            <span className="lineage-words">
              <b>Take {node.take.number}</b> {madeWords(node.take)}
            </span>
          </button>
        ))}
      </div>
    </>
  )
}

/** The oldest ancestor of a take and all that was made from that one, in the order they were made. */
async function treeOf(id: string): Promise<Take[]> {
  const own = await client.library.lineage({ id })
  const root = own.ancestors.at(-1)
  const { take, descendants } = root ? await client.library.lineage({ id: root.id }) : own
  return [take, ...descendants].toSorted((a, b) => a.createdAt - b.createdAt)
}

function curve(from: LineageNode, to: LineageNode): string {
  const middle = (node: LineageNode): number => node.row * STEP.y + 44
  const [x1, x2] = [from.column * STEP.x + NODE.width, to.column * STEP.x]
  const [y1, y2] = [middle(from), middle(to)]
  const bend = (x1 + x2) / 2
  return `M${x1} ${y1} C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`
}
