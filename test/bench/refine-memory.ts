/**
 * How memory grows with the size of a frame: `node test/bench/refine-memory.ts PACK EDGE [TILE]` refines one square frame
 * and prints the highest resident memory of the process as JSON. Tile 0 is the whole frame in one piece.
 */
import { readRefiner } from '../../main/inference/packs/read-pack.ts'
import { openNetwork } from '../../main/inference/refine/network.ts'
import { refineFrame, runsIn, tilingFor } from '../../main/inference/refine/refine-frame.ts'

const [pack = '', edge = '256', tile] = process.argv.slice(2)
const network = await openNetwork(await readRefiner(pack), 'cpu')
const size = { width: Number(edge), height: Number(edge) }
const { multiple, size: usual } = network.manifest.tiling
const wanted = tile === undefined ? usual : Number(tile) || Math.ceil(size.width / multiple) * multiple
const tiling = tilingFor(network, size, wanted)
const began = performance.now()
const source = new Uint8Array(3 * size.width * size.height).fill(90)
const frame = await refineFrame(network, tiling, [source, source], size, 0.5, () => Promise.resolve())
const { maxRSS } = process.resourceUsage()
const report = {
  tile: wanted,
  runs: runsIn(tiling),
  frameBytes: source.length + frame.length,
  peakBytes: maxRSS * 1024,
  ms: Math.round(performance.now() - began),
}
process.stdout.write(`${JSON.stringify(report)}\n`)
