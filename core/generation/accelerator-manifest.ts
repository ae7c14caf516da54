import { z } from 'zod'
import { PackPath } from './manifest.ts'
import { Provider, Sha256 } from './recipe.ts'

/** The form of `accelerator.json` that this program reads. */
export const ACCELERATOR_FORM = 1

/** A shared library lies beside the others: the system looks for them in one folder. */
const LibraryName = PackPath.refine((path) => !path.includes('/'), { message: 'must lie beside accelerator.json' })

/** `accelerator.json` of a folder with the libraries of one execution provider, for one ONNX Runtime and system. */
export const AcceleratorManifest = z.object({
  schemaVersion: z.literal(ACCELERATOR_FORM),
  kind: z.literal('accelerator'),
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,79}$/),
  title: z.string().max(200),
  provider: Provider.exclude(['cpu']),
  /** The exact version of ONNX Runtime that the libraries were built with. */
  onnxruntime: z.string().max(40),
  /** As Node names them: "linux" and "x64". */
  platform: z.string().max(40),
  arch: z.string().max(40),
  files: z
    .array(z.object({ path: LibraryName, bytes: z.number().int().nonnegative(), sha256: Sha256 }))
    .min(1)
    .max(100),
})
export type AcceleratorManifest = z.infer<typeof AcceleratorManifest>
