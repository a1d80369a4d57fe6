import type { Arriving, Category, ReleaseState } from '@/lib/documents/schema'
import { arrivalFailed, arrivalSentences, type ArrivalReason } from '@/lib/documents/words'
import { formatDay } from '@/lib/format/dates'
import type { Lang } from '@/lib/format/lang'
import { fileSize } from '@/lib/format/size'

/** What a category is called by people. */
export const categoryWords: Record<Category, { one: string; many: string }> = {
  radiograph: { one: 'X-ray', many: 'X-rays' },
  photograph: { one: 'Photograph', many: 'Photographs' },
  treatment_plan: { one: 'Treatment plan', many: 'Treatment plans' },
  consent: { one: 'Consent', many: 'Consents' },
  referral: { one: 'Referral', many: 'Referrals' },
  lab_report: { one: 'Lab report', many: 'Lab reports' },
  insurance: { one: 'Insurance', many: 'Insurance' },
  statement: { one: 'Statement', many: 'Statements' },
  letter: { one: 'Letter', many: 'Letters' },
  identification: { one: 'Identification', many: 'Identification' },
  other: { one: 'Document', many: 'Other documents' },
}

const categoryWordsEs: typeof categoryWords = {
  radiograph: { one: 'Radiografía', many: 'Radiografías' },
  photograph: { one: 'Fotografía', many: 'Fotografías' },
  treatment_plan: { one: 'Plan de tratamiento', many: 'Planes de tratamiento' },
  consent: { one: 'Consentimiento', many: 'Consentimientos' },
  referral: { one: 'Derivación', many: 'Derivaciones' },
  lab_report: { one: 'Informe de laboratorio', many: 'Informes de laboratorio' },
  insurance: { one: 'Seguro', many: 'Seguros' },
  statement: { one: 'Estado de cuenta', many: 'Estados de cuenta' },
  letter: { one: 'Carta', many: 'Cartas' },
  identification: { one: 'Identificación', many: 'Identificaciones' },
  other: { one: 'Documento', many: 'Otros documentos' },
}

/** What categories are called in a language: `categoriesIn(lang).radiograph.many`. */
export function categoriesIn(lang: Lang): typeof categoryWords {
  return lang === 'es' ? categoryWordsEs : categoryWords
}

/** What the owner decided for a category; the default, without a decision, is `never`: a person releases. */
export type ReleaseTiming = 'on_filing' | 'after_review' | 'never'

/** Whether the owner's rule releases a document at this moment. Nothing else releases but a person. */
export function ruleReleases(timing: ReleaseTiming | undefined, moment: 'filing' | 'review', reviewed: boolean): boolean {
  if (timing === 'on_filing') return moment === 'filing'
  return timing === 'after_review' && (moment === 'review' || reviewed)
}

type ReleaseRow = {
  fromAt: Date; expiresAt: Date | null; untilAt: Date | null; releasedByName: string; ruleId: string | null
  note: string; endedByName: string | null; endedWhy: string | null; audience: string
}

/** The state of a document's latest release, as people are told it. */
export function releaseState(filed: boolean, release: ReleaseRow | null, now: Date): ReleaseState {
  if (!filed) return { state: 'unfiled' }
  if (!release) return { state: 'held' }
  if (release.untilAt) return { state: 'withdrawn', at: release.untilAt, by: release.endedByName ?? '', why: release.endedWhy ?? '' }
  if (release.expiresAt && release.expiresAt <= now) return { state: 'ended', at: release.expiresAt }
  return {
    state: 'released', since: release.fromAt, until: release.expiresAt, by: release.releasedByName,
    byRule: release.ruleId !== null, note: release.note, named: release.audience === 'named',
  }
}

const releases = {
  en: {
    unfiled: 'Not filed', held: 'Not released', withdrawn: (day: string) => `Withdrawn ${day}`, ended: (day: string) => `Ended ${day}`,
    until: (day: string) => `Until ${day}`, since: (day: string) => `Since ${day}`,
  },
  es: {
    unfiled: 'Sin archivar', held: 'Sin entregar', withdrawn: (day: string) => `Retirado el ${day}`, ended: (day: string) => `Terminó el ${day}`,
    until: (day: string) => `Hasta el ${day}`, since: (day: string) => `Desde el ${day}`,
  },
}

/** What a release's state is called, and how it is marked. */
export function releaseWords(release: ReleaseState, timeZone: string, lang: Lang = 'en'): { tone: 'none' | 'ready' | 'done' | 'ended'; words: string } {
  const say = releases[lang]
  const day = (at: Date) => formatDay(at, timeZone, lang)
  switch (release.state) {
    case 'unfiled': return { tone: 'none', words: say.unfiled }
    case 'held': return { tone: 'ready', words: say.held }
    case 'withdrawn': return { tone: 'ended', words: say.withdrawn(day(release.at)) }
    case 'ended': return { tone: 'ended', words: say.ended(day(release.at)) }
    case 'released':
      return { tone: 'done', words: release.until ? say.until(day(release.until)) : say.since(day(release.since)) }
  }
}

/** A document's kind of file in one word. */
export function fileKind(contentType: string | null, lang: Lang = 'en'): string {
  if (contentType === 'application/pdf') return 'PDF'
  const words = lang === 'es'
    ? { film: 'Archivo de radiografía', text: 'Texto', picture: 'Imagen', file: 'Archivo' }
    : { film: 'X-ray file', text: 'Text', picture: 'Picture', file: 'File' }
  if (contentType === 'application/dicom') return words.film
  if (contentType?.startsWith('text/')) return words.text
  return contentType?.startsWith('image/') ? words.picture : words.file
}

/** The practice's limit for one file, told before or while it comes. */
export function limitWords(fileLimit: number, lang: Lang = 'en'): string {
  const most = fileSize(fileLimit)
  return lang === 'es'
    ? `Este archivo pesa más de ${most}, el máximo que acepta este consultorio. Guárdelo en un tamaño menor o escanéelo a 300 ppp.`
    : `This file is larger than ${most}, more than this practice takes. Save it in a smaller size, or scan it at 300 dpi.`
}

/** What a patient said that she sent, as the office reads it. */
export const sentWords: Record<string, string> = {
  insurance_card: 'an insurance card', identification: 'identification', photo: 'a photo of where it hurts', paper: 'a paper', other: 'something else',
}

/** What it will most likely be filed as. */
export function categoryOfSent(as: string): Category {
  if (as === 'insurance_card') return 'insurance'
  if (as === 'identification') return 'identification'
  return as === 'photo' ? 'photograph' : 'other'
}

const relations: Record<string, string> = { parent: 'a parent', guardian: 'a guardian', carer: 'a carer', helper: 'a helper' }

/** Who sent it: “Maria Lopez (a parent)”. */
export function senderWords(name: string, relation: string): string {
  const who = relations[relation]
  return who ? `${name} (${who})` : name
}

/** What a browser is told to offer when files are chosen. What arrives is known by what it is made of, whatever it is called. */
export const acceptedFiles = 'application/pdf,image/jpeg,image/png,image/webp,image/heic,image/heif,image/tiff,application/dicom,text/plain,'
  + '.pdf,.jpg,.jpeg,.jfif,.png,.webp,.heic,.heif,.tif,.tiff,.dcm,.txt'

/** Why a file was not taken, in words that say what to do next: for the desk in English, for patients in their language. */
export function arrivalWords(reason: string, lang: Lang = 'en'): string {
  const known = Object.hasOwn(arrivalSentences, reason) ? arrivalSentences[reason as ArrivalReason] : arrivalFailed
  return known[lang]
}

/** Where a file stands on its way in, and how that is marked. */
export function arrivingWords(state: Arriving['state']): { tone: 'busy' | 'watch' | 'attention'; words: string } {
  switch (state) {
    case 'checking': return { tone: 'busy', words: 'Being checked' }
    case 'held': return { tone: 'watch', words: 'Held' }
    case 'refused': return { tone: 'attention', words: 'Refused' }
  }
}
