/* On a phone a dialog rises from the thumb's edge; on a desk it stands in the middle. */
export const popupLook =
  'fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] overflow-y-auto rounded-t-2xl bg-sheet p-6 text-ink shadow-lift outline-none ' +
  'pb-[max(1.5rem,env(safe-area-inset-bottom))] transition-[opacity,translate] duration-200 ease-settle ' +
  'data-starting-style:translate-y-6 data-starting-style:opacity-0 data-ending-style:translate-y-6 data-ending-style:opacity-0 ' +
  'sm:inset-x-auto sm:bottom-auto sm:start-1/2 sm:top-1/2 sm:w-[calc(100vw-3rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 ' +
  'sm:rounded-[10px_10px_18px_18px] sm:data-starting-style:-translate-y-[47%] sm:data-ending-style:-translate-y-[47%]'

export const veilLook =
  'fixed inset-0 z-40 bg-veil transition-opacity duration-200 data-starting-style:opacity-0 data-ending-style:opacity-0'

export const listLook =
  'z-50 min-w-48 max-w-[min(20rem,calc(100vw-2rem))] rounded-[6px_6px_12px_12px] bg-sheet py-1.5 text-small text-ink shadow-lift outline-none ' +
  'transition-opacity duration-100 data-starting-style:opacity-0 data-ending-style:opacity-0'
