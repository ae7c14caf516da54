export interface SavingState {
  online: boolean
  saving: boolean
  unsaved: string | null
  workspace: 'generate' | 'edit'
}

/** The footer's promise, and whether it is kept: `trouble` is drawn in red. */
export function savedWords({ online, saving, unsaved, workspace }: SavingState): { words: string; trouble: boolean } {
  if (unsaved !== null) return { words: `The last edit is not on disk. ${unsaved}`, trouble: true }
  if (!online) return { words: 'The studio does not answer. Trying again …', trouble: true }
  if (saving) return { words: 'Saving …', trouble: false }
  return { words: workspace === 'edit' ? 'Every edit is on disk' : 'Every take is on disk', trouble: false }
}
