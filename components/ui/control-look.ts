/** One look for everything that is typed into or chosen from. */
export const controlLook =
  'w-full min-h-11 rounded-tile border border-line-strong bg-sheet px-3.5 py-2 text-[1rem]/[1.4] text-ink ' +
  'transition-colors hover:border-ink focus-visible:rounded-tile focus-visible:outline-offset-1 ' +
  'aria-invalid:border-pink aria-invalid:bg-pink-wash ' +
  'disabled:border-line disabled:bg-well disabled:text-ink-soft read-only:bg-well'
