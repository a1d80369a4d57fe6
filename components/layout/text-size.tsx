import { words, type Lang, type TextSize } from './words'

const steps = ['100', '125', '150', '200'] as const

/** A−, A, A+: a form that works without a script, and a cookie that remembers. Everything grows, since everything is in rem. */
export function TextSizes({ lang, size }: { lang: Lang; size: TextSize }) {
  const say = words(lang)
  const at = steps.indexOf(size)
  const choices = [
    { glyph: 'A−', value: steps[at - 1], name: say.smaller },
    { glyph: 'A', value: at === 0 ? undefined : steps[0], name: say.usual },
    { glyph: 'A+', value: steps[at + 1], name: say.larger },
  ]
  return (
    <form method="post" action="/api/prefs" className="max-w-full min-w-0">
      <fieldset className="flex min-w-0 flex-wrap items-center gap-x-1">
        <legend className="float-start me-1 max-w-full">{say.size}</legend>
        {choices.map(({ glyph, value, name }) => (
          <button
            key={glyph}
            type="submit"
            name="size"
            value={value ?? size}
            disabled={value === undefined}
            className="min-h-11 min-w-11 rounded-tile border border-current/40 px-2 font-semibold enabled:hover:border-ink enabled:hover:text-ink disabled:border-line disabled:text-ink-faint"
          >
            {glyph} <span className="sr-only">{name}</span>
          </button>
        ))}
      </fieldset>
    </form>
  )
}
