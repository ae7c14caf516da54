import type { Take } from '../../core/library/entities.ts'

/** A take in the graph: its column counts changes from the first ancestor on, its row keeps branches apart. */
export interface LineageNode {
  take: Take
  column: number
  row: number
}

export interface LineageGraph {
  nodes: readonly LineageNode[]
  /** From a take to one that was made from it. */
  links: readonly { from: LineageNode; to: LineageNode }[]
  columns: number
  rows: number
}

/** A take's oldest ancestor and all that was made from that one, directly or not. */
export function lineageOf(takes: readonly Take[], id: string): LineageGraph {
  const byId = new Map(takes.map((take) => [take.id, take]))
  const children = new Map<string, Take[]>()
  for (const take of takes) {
    if (take.parent !== null) children.set(take.parent, [...(children.get(take.parent) ?? []), take])
  }
  const nodes: LineageNode[] = []
  const links: LineageGraph['links'][number][] = []
  let rows = 0

  /** Puts a take on the row of its first child, or on a new one. */
  const place = (take: Take, column: number): LineageNode => {
    const node: LineageNode = { take, column, row: rows }
    nodes.push(node)
    const made = children.get(take.id) ?? []
    if (made.length === 0) rows += 1
    for (const child of made) links.push({ from: node, to: place(child, column + 1) })
    return node
  }

  const root = rootOf(byId, id)
  if (root) place(root, 0)
  return { nodes, links, rows, columns: Math.max(0, ...nodes.map(({ column }) => column + 1)) }
}

function rootOf(byId: ReadonlyMap<string, Take>, id: string): Take | undefined {
  let take = byId.get(id)
  while (take !== undefined && take.parent !== null) {
    const parent = byId.get(take.parent)
    if (parent === undefined) return take
    take = parent
  }
  return take
}

/** How a take was made, in a word or two. */
export function madeWords({ recipe, parent }: Take): string {
  const { operation, given, refine } = recipe
  const range = given?.make[0]
  if (refine !== undefined) return 'refined'
  switch (operation) {
    case 'text-to-video':
      return parent === null ? 'from words' : 'varied'
    case 'image-to-video':
      return 'from a frame'
    case 'retake':
      return range ? `retake ${range.from + 1}–${range.to}` : 'retake'
    case 'extend':
      return range ? `extended +${range.to - range.from}` : 'extended'
    case 'bridge':
      return 'bridge'
    case 'inpaint':
      return 'mask'
    case 'restyle':
      return `restyle ${given?.strength ?? ''}`.trim()
  }
}
