import { locales, type Lang } from './lang'

const bare = { en: new Intl.NumberFormat(locales.en), es: new Intl.NumberFormat(locales.es) }
const tenths = {
  en: new Intl.NumberFormat(locales.en, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  es: new Intl.NumberFormat(locales.es, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
}

/** Sizes as people read them: kB, MB and GB of 1,000, one digit where it tells something. */
export function fileSize(bytes: number, lang: Lang = 'en'): string {
  if (bytes < 1_000) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  if (bytes < 1_000_000) return `${bare[lang].format(Math.round(bytes / 1_000))} kB`
  if (bytes >= 1_000_000_000) return `${(bytes < 10_000_000_000 ? tenths : bare)[lang].format(bytes < 10_000_000_000 ? bytes / 1_000_000_000 : Math.round(bytes / 1_000_000_000))} GB`
  return `${(bytes < 10_000_000 ? tenths : bare)[lang].format(bytes < 10_000_000 ? bytes / 1_000_000 : Math.round(bytes / 1_000_000))} MB`
}
