import { locales, type Lang } from './lang'

/** A sentence for one and one for any other number; `#` stands for the number. */
export type Forms = { one: string; other: string }

const rules = { en: new Intl.PluralRules(locales.en), es: new Intl.PluralRules(locales.es) }
const numbers = { en: new Intl.NumberFormat(locales.en), es: new Intl.NumberFormat(locales.es) }
const lists = {
  en: new Intl.ListFormat(locales.en, { type: 'conjunction' }),
  es: new Intl.ListFormat(locales.es, { type: 'conjunction' }),
}

/**
 * A whole sentence in the form that its number asks for: `plural('es', 2, { one: '# cita', other: '# citas' })`.
 * Whole, because a language may change more of it than the noun. Spanish asks for a third form from a million on (“un
 * millón de citas”), which nothing here reaches.
 */
export function plural(lang: Lang, number: number, forms: Forms): string {
  const form = rules[lang].select(number) === 'one' ? forms.one : forms.other
  return form.replaceAll('#', numbers[lang].format(number))
}

/** A number with the language's own signs. */
export function formatNumber(lang: Lang, number: number): string {
  return numbers[lang].format(number)
}

/** "Anna", "Anna and Ben"; in Spanish "Ana y Benito", and "Ana e Inés" where the sound asks for it. */
export function listInWords(lang: Lang, items: readonly string[]): string {
  return lists[lang].format(items)
}
