// Records what TensorFlow.js itself makes of an ESRGAN model, for the parity test of the converted graph.
// In a folder with @tensorflow/tfjs-core, -layers, -backend-cpu and @upscalerjs/esrgan-* installed:
//   node record-tfjs.mjs slim 2 16x12 > golden.json
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(join(process.cwd(), 'package.json'))
const tf = require('@tensorflow/tfjs-core')
require('@tensorflow/tfjs-backend-cpu')
const layers = require('@tensorflow/tfjs-layers')

const [size, factorText, sizeText] = process.argv.slice(2)
const factor = Number(factorText)
const [width, height] = sizeText.split('x').map(Number)
const folder = join('node_modules', '@upscalerjs', `esrgan-${size}`, 'models', `x${factor}`)

class MultiplyBeta extends layers.layers.Layer {
  static className = 'MultiplyBeta'
  call(inputs) {
    return tf.mul(Array.isArray(inputs) ? inputs[0] : inputs, 0.2)
  }
}
class PixelShuffle extends layers.layers.Layer {
  static className = `PixelShuffle${factor}x`
  computeOutputShape(shape) {
    return [shape[0], shape[1], shape[2], 3]
  }
  call(inputs) {
    return tf.depthToSpace(Array.isArray(inputs) ? inputs[0] : inputs, factor, 'NHWC')
  }
}
tf.serialization.registerClass(MultiplyBeta)
tf.serialization.registerClass(PixelShuffle)

const model = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'))
const weightData = Buffer.concat(
  model.weightsManifest.flatMap((group) => group.paths.map((path) => readFileSync(join(folder, path)))),
)
await tf.setBackend('cpu')
const network = await layers.loadLayersModel({
  load: async () => ({
    modelTopology: model.modelTopology,
    weightSpecs: model.weightsManifest.flatMap((group) => group.weights),
    weightData: weightData.buffer.slice(weightData.byteOffset, weightData.byteOffset + weightData.length),
  }),
})
// A picture with edges, slopes and colour, the same wherever it is drawn.
const white = size === 'thick' ? 1 : 255
const pixel = (x, y, c) =>
  Math.round(127 + 100 * Math.sin((x * (c + 2)) / 5 + y / 3) + ((x + 2 * y) % 7 < 3 ? 25 : -25))
const frame = Float32Array.from({ length: 3 * width * height }, (_, i) => {
  const [c, y, x] = [i % 3, Math.floor(i / 3 / width), Math.floor(i / 3) % width]
  return (Math.min(255, Math.max(0, pixel(x, y, c))) * white) / 255
})
const output = network.predict(tf.tensor4d(frame, [1, height, width, 3]))
const planes = (data, w, h) =>
  Float32Array.from({ length: 3 * w * h }, (_, i) => data[3 * (i % (w * h)) + Math.floor(i / (w * h))])
const base64 = (floats) => Buffer.from(floats.buffer).toString('base64')
process.stdout.write(
  `${JSON.stringify({
    model: `esrgan-${size}-${factor}x`,
    width,
    height,
    white,
    input: base64(planes(frame, width, height)),
    output: base64(planes(await output.data(), width * factor, height * factor)),
  })}\n`,
)
