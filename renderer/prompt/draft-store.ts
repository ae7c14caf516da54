import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Pack, Project, Shot } from '../../core/library/entities.ts'
import type { Trouble } from '../api/index.ts'
import { Draft, emptyDraft, makesFootage } from './draft.ts'

interface PromptState {
  /** The project whose draft this is; null before the first. */
  project: string | null
  draft: Draft
  /** Why the last start was refused; gone with the next change. */
  trouble: Trouble | null
  starting: boolean
}

export const promptStore = createStore<PromptState>(() => ({
  project: null,
  draft: emptyDraft(newSeed()),
  trouble: null,
  starting: false,
}))

export function usePrompt<T>(selector: (state: PromptState) => T): T {
  return useStore(promptStore, selector)
}

/** A seed for the next take, drawn evenly from all of them. */
export function newSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
}

export function changeDraft(change: Partial<Draft>): void {
  promptStore.setState(({ draft }) => ({ draft: { ...draft, ...change }, trouble: null }))
  save()
}

/**
 * Takes up the draft of a project where it was left. In a sample project that has no takes yet the first example stands
 * there, so that Enter alone makes one.
 */
export function openDraft(project: Project, packs: readonly Pack[], shots: readonly Shot[]): void {
  if (promptStore.getState().project === project.id) return
  const first = project.sample && shots.length === 0 ? (packs.find(makesFootage)?.examples[0] ?? '') : ''
  const draft = load(project.id) ?? { ...emptyDraft(newSeed()), prompt: first }
  promptStore.setState({ project: project.id, draft, trouble: null, starting: false })
}

const nameOf = (project: string): string => `cortado.draft.${project}`

function load(project: string): Draft | null {
  try {
    const text = localStorage.getItem(nameOf(project))
    const draft = text === null ? null : (Draft.safeParse(JSON.parse(text)).data ?? null)
    return draft?.prompt === '' ? null : draft
  } catch (error) {
    // A draft is a convenience: one that cannot be read is a new one.
    console.warn('The last draft cannot be read.', error)
    return null
  }
}

function save(): void {
  const { project, draft } = promptStore.getState()
  if (project === null) return
  try {
    localStorage.setItem(nameOf(project), JSON.stringify(draft))
  } catch (error) {
    console.warn('The draft cannot be kept.', error)
  }
}
