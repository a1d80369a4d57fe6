/** What everything that is typed into or chosen from has in common, whatever its size. */
export const controlBase =
  'w-full rounded-tile border border-line-strong bg-sheet text-ink ' +
  'transition-colors hover:border-ink focus-visible:rounded-tile focus-visible:outline-offset-1 ' +
  'aria-invalid:border-pink aria-invalid:bg-pink-wash ' +
  'disabled:border-line disabled:bg-well disabled:text-ink-soft [&[readonly]]:bg-well'

/** The usual size. Never below 16 px, or phones zoom in on the field. */
export const controlLook = `${controlBase} min-h-11 px-3.5 py-2 text-[1rem]/[1.4]`
