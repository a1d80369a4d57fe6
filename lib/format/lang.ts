/** The languages that pages, letters and forms speak. */
export const langs = ['en', 'es'] as const
export type Lang = (typeof langs)[number]

/** How each is written here: both as in the United States, so that times and sizes read alike. */
export const locales = { en: 'en-US', es: 'es-US' } as const satisfies Record<Lang, string>

/** A claim of a language, from a cookie or a form; anything else is English. */
export function asLang(text: string | null | undefined): Lang {
  return text === 'es' ? 'es' : 'en'
}

/** The language of a reader: her choice, and before she has made one what her browser asks for. */
export function readerLang(cookie: string | null | undefined, acceptLanguage: string | null | undefined): Lang {
  return asLang(cookie ?? acceptLanguage?.trim().slice(0, 2).toLowerCase())
}

/** What a person chooses from: each language by its own name, whoever reads. */
export const langChoices: readonly { value: Lang; label: string }[] = [{ value: 'en', label: 'English' }, { value: 'es', label: 'Español' }]
