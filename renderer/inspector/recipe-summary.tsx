import type { JSX } from 'react'
import type { Take } from '../../core/library/entities.ts'
import { rateWords } from '../../core/generation/refined-clip.ts'
import { stepWords } from '../refine/refine-choices.ts'
import { deviceWords } from '../app/device-words.ts'
import { formatBytes, formatDuration, formatSeconds, plural } from '../app/format.ts'
import { schedulerWords } from '../app/scheduler-words.ts'
import { attempt, rateTake, toast, useStudio } from '../store/index.ts'
import { IconButton, Stars } from '../ui/index.ts'
import { Row } from './rows.tsx'

/** What a take was made from, in short. */
export function RecipeSummary({ take }: { take: Take }): JSX.Element {
  const { recipe } = take
  const packs = new Map(useStudio((state) => state.packs).map((pack) => [pack.id, pack.title]))
  const title = packs.get(recipe.pack.id) ?? recipe.pack.id
  return (
    <section aria-label="Recipe">
      <h3 className="insp-head">
        Take {take.number}
        <Stars value={take.rating} onRate={(rating) => void rateTake(take, { rating })} />
      </h3>
      <p className="insp-prompt">{recipe.prompt}</p>
      {recipe.negativePrompt !== '' && <p className="insp-avoid">avoid: {recipe.negativePrompt}</p>}
      <dl>
        <Row name="Model">
          {title} {recipe.pack.version}
        </Row>
        <Row name="Seed" mono>
          {recipe.seed}
          <IconButton icon="copy" label="Copy the seed" size={12} onClick={() => void copySeed(take)} />
        </Row>
        <Row name="Picture" mono>
          {take.size.width} × {take.size.height} · {take.frames} f · {rateWords(take.rate)} fps
        </Row>
        <Row name="Scheduler">
          {schedulerWords(recipe.scheduler)}, {recipe.steps} steps
        </Row>
        <Row name="Guidance" mono>
          {recipe.guidance}
        </Row>
        {recipe.refine?.map((step) => (
          <Row key={step.pack.sha256 + step.operation} name="Refined">
            {stepWords(step)}, {packs.get(step.pack.id) ?? step.pack.id}
          </Row>
        ))}
        <Row name="Device">
          {deviceWords(recipe.provider)}
          {recipe.threads !== undefined && ` · ${plural(recipe.threads, 'thread', 'threads')}`}
        </Row>
        {take.madeInMs !== null && (
          <Row name="Made in">
            {take.madeInMs < 10_000 ? formatSeconds(take.madeInMs / 1000) : formatDuration(take.madeInMs)}
            {take.peakBytes !== null && ` · peak ${formatBytes(take.peakBytes)}`}
          </Row>
        )}
        <Row name="Recipe" mono>
          <span title={take.recipeSha256}>
            {take.recipeSha256.slice(0, 4)}…{take.recipeSha256.slice(-2)}
          </span>
          <IconButton icon="copy" label="Copy the recipe" size={12} onClick={() => void copyRecipe(take)} />
        </Row>
      </dl>
    </section>
  )
}

async function copyRecipe(take: Take): Promise<void> {
  const copied = await attempt(async () => {
    await navigator.clipboard.writeText(JSON.stringify(take.recipe, null, 2))
    return true
  })
  if (copied) toast('The recipe is on the clipboard.')
}

async function copySeed(take: Take): Promise<void> {
  const copied = await attempt(async () => {
    await navigator.clipboard.writeText(String(take.recipe.seed))
    return true
  })
  if (copied) toast(`Seed ${take.recipe.seed} is on the clipboard.`)
}
