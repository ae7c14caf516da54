import { CortadoError } from '../errors.ts'
import { rateWords, reaches, refinedClip } from './refined-clip.ts'
import type { ClipShape } from './refined-clip.ts'
import type { Provider, Recipe, RefineStep } from './recipe.ts'
import { takesTime } from './refiner-manifest.ts'
import type { InterpolatorManifest, RefinerManifest, UpscalerManifest } from './refiner-manifest.ts'
import type { Refinement } from './request.ts'

/** A refiner that is installed and sound. */
export interface InstalledRefiner {
  manifest: RefinerManifest
  /** Of its `pack.json`. */
  sha256: string
}

interface Choices {
  /** Id of the pack that made the clip: a refiner that was trained on such clips goes first. */
  generator: string
  provider: Provider
  threads?: number | undefined
  program: string
}

/**
 * The steps of a refinement, with everything that was left open filled in. The picture is made larger before frames are
 * put between, so that the costly network runs on fewer frames. Throws `PACK_UNKNOWN`, `INVALID_INPUT`, `SIZE_NOT_SUPPORTED`.
 */
export function resolveRefinement(
  { upscale, interpolate }: Refinement,
  clip: ClipShape,
  installed: readonly InstalledRefiner[],
  { generator, provider, threads, program }: Choices,
): RefineStep[] {
  const steps: RefineStep[] = []
  const place = { provider, ...(threads === undefined ? {} : { threads }), program }
  if (upscale) {
    const fits = ({ manifest }: InstalledRefiner): boolean =>
      manifest.family === 'upscaler' &&
      (upscale.pack === undefined
        ? manifest.factor === (upscale.factor ?? 2)
        : upscale.factor === undefined || manifest.factor === upscale.factor)
    const what =
      upscale.factor === undefined && upscale.pack !== undefined ? 'upscaler' : `upscaler for ${upscale.factor ?? 2}x`
    const { manifest, sha256 } = choose(installed, fits, upscale.pack, generator, what)
    const { id, version, factor, tiling } = manifest as UpscalerManifest
    steps.push({ operation: 'upscale', pack: { id, version, sha256 }, factor, tile: tiling.size, ...place })
  }
  if (interpolate) {
    const fits = ({ manifest }: InstalledRefiner): boolean =>
      manifest.family === 'interpolator' && reaches(clip.rate, interpolate.rate, takesTime(manifest))
    const what = `interpolator for ${rateWords(clip.rate)} to ${rateWords(interpolate.rate)} frames a second`
    const { manifest, sha256 } = choose(installed, fits, interpolate.pack, generator, what)
    const { id, version, tiling } = manifest as InterpolatorManifest
    steps.push({
      operation: 'interpolate',
      pack: { id, version, sha256 },
      rate: interpolate.rate,
      tile: tiling.size,
      ...place,
    })
  }
  refinedClip(clip, steps)
  return steps
}

/** The recipe of a clip after these steps. */
export function refinedRecipe(recipe: Recipe, steps: readonly RefineStep[]): Recipe {
  return { ...recipe, refine: [...(recipe.refine ?? []), ...steps] }
}

function choose(
  installed: readonly InstalledRefiner[],
  fits: (refiner: InstalledRefiner) => boolean,
  wished: string | undefined,
  generator: string,
  what: string,
): InstalledRefiner {
  const able = installed.filter(fits)
  const rank = ({ manifest: { suits } }: InstalledRefiner): number =>
    suits.includes(generator) ? 0 : suits.length === 0 ? 1 : 2
  const found =
    wished === undefined
      ? able.toSorted((a, b) => rank(a) - rank(b))[0]
      : able.find(({ manifest }) => manifest.id === wished)
  if (found) return found
  const named = wished === undefined ? '' : ` "${wished.slice(0, 80)}"`
  const ids = able.map(({ manifest }) => manifest.id)
  const advice = ids.length === 0 ? 'Put a pack that can into assets/models.' : `Use one of: ${ids.join(', ')}.`
  throw new CortadoError('PACK_UNKNOWN', `There is no ${what}${named}. ${advice}`)
}
