import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { RunningStudio } from './running-studio.ts'

/** Pictures of the queue: a take that waits, while it is edited, and what became of all of it. */
export async function pictureQueue(
  page: Page,
  { client }: RunningStudio,
  shoot: (name: string) => Promise<void>,
): Promise<void> {
  const { project } = await client.project.current()
  const [shot] = (await client.library.shots()).shots
  const from = shot?.takes[0]
  if (!project || !from) throw new Error('there is no take')
  const { jobs: waiting } = await client.generation.start({ prompt: shot.prompt, takes: 2, seed: 40, steps: 8 })
  const change = { operation: 'image-to-video', picture: { take: from.id, frame: 5 } } as const
  const { jobs } = await client.generation.start({ prompt: shot.prompt, seed: 41, change })
  await page.keyboard.press('Control+j')
  const queue = page.getByRole('dialog', { name: 'Queue' })
  await queue
    .getByText(/waiting/)
    .first()
    .waitFor()
  await shoot('queue')
  await queue.getByRole('button', { name: 'Edit' }).first().click()
  await page.getByRole('status', { name: 'Plan of the take' }).getByText(/peak/).waitFor()
  await shoot('queue-edit')
  await page.keyboard.press('Escape')

  // A job fails in earnest: the picture that it begins with is taken away.
  const [failing] = jobs
  const picture = failing?.payload.kind === 'generate' ? (failing.payload.recipe.keyframes?.[0]?.picture ?? '') : ''
  const path = join(project.path, 'media', picture.slice(0, 2), picture.slice(2))
  await rename(path, `${path}.away`)
  const [running] = (await client.jobs.list()).jobs.filter(({ state }) => state === 'running')
  if (running) await client.jobs.cancel({ id: running.id })
  const over = [...waiting, ...jobs].map(({ id }) => id)
  for await (const event of await client.system.events()) {
    if (event.type !== 'job' && event.type !== 'ready') continue
    const { jobs: now } = await client.jobs.list()
    if (over.every((id) => now.some((job) => job.id === id && job.endedAt !== null))) break
  }
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+J')
  await page.getByRole('dialog', { name: 'What became of the queue' }).waitFor()
  await shoot('queue-report')
  await rename(`${path}.away`, path)
}
