import type { Lang } from './words'

const others = { en: { lang: 'es', name: 'Español' }, es: { lang: 'en', name: 'English' } } as const

/** To the other language, said in that language. It works without a script; whoever is signed in takes the choice along. */
export function LanguageSwitch({ lang }: { lang: Lang }) {
  const other = others[lang]
  return (
    <form method="post" action="/api/prefs">
      <button
        type="submit"
        name="lang"
        value={other.lang}
        lang={other.lang}
        className="min-h-11 font-semibold underline decoration-line-strong underline-offset-[0.25em] hover:text-ink"
      >
        {other.name}
      </button>
    </form>
  )
}
