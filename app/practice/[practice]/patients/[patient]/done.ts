const words: Record<string, string> = {
  created: 'Entered in the register.',
  updated: 'Saved.',
  archived: 'Archived.',
  unarchived: 'Back in the lists and searches.',
  contact: 'The contact was added.',
  'contact-ended': 'The contact was ended. It stays readable below.',
  alert: 'The alert was added.',
  'alert-ended': 'The alert was ended. It stays readable below.',
}

/** What a form has done, when the page that follows is told so in its address. */
export const doneWords = (done: string): string | null => (Object.hasOwn(words, done) ? (words[done] ?? null) : null)
