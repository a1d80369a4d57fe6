import type { Category, ReleaseState } from '@/lib/documents/schema'
import { arrivalFailed, arrivalSentences } from '@/lib/documents/words'
import { formatDay } from '@/lib/format/dates'

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

/** What the owner decided for a category; the default, without a decision, is `never`: a person releases. */
export type ReleaseTiming = 'on_filing' | 'after_review' | 'never'

/** Whether the owner's rule releases a document at this moment. Nothing else releases but a person. */
export function ruleReleases(timing: ReleaseTiming | undefined, moment: 'filing' | 'review', reviewed: boolean): boolean {
  if (timing === 'on_filing') return moment === 'filing'
  return timing === 'after_review' && (moment === 'review' || reviewed)
}

type ReleaseRow = {
  fromAt: Date; expiresAt: Date | null; untilAt: Date | null; releasedByName: string; ruleId: string | null
  note: string; endedByName: string | null; endedWhy: string | null
}

/** The state of a document's latest release, as people are told it. */
export function releaseState(filed: boolean, release: ReleaseRow | null, now: Date): ReleaseState {
  if (!filed) return { state: 'unfiled' }
  if (!release) return { state: 'held' }
  if (release.untilAt) return { state: 'withdrawn', at: release.untilAt, by: release.endedByName ?? '', why: release.endedWhy ?? '' }
  if (release.expiresAt && release.expiresAt <= now) return { state: 'ended', at: release.expiresAt }
  return {
    state: 'released', since: release.fromAt, until: release.expiresAt, by: release.releasedByName,
    byRule: release.ruleId !== null, note: release.note,
  }
}

/** What a release's state is called, and how it is marked. */
export function releaseWords(release: ReleaseState, timeZone: string): { tone: 'none' | 'ready' | 'done' | 'ended'; words: string } {
  switch (release.state) {
    case 'unfiled': return { tone: 'none', words: 'Not filed' }
    case 'held': return { tone: 'ready', words: 'Not released' }
    case 'withdrawn': return { tone: 'ended', words: `Withdrawn ${formatDay(release.at, timeZone)}` }
    case 'ended': return { tone: 'ended', words: `Ended ${formatDay(release.at, timeZone)}` }
    case 'released':
      return { tone: 'done', words: release.until ? `Until ${formatDay(release.until, timeZone)}` : `Since ${formatDay(release.since, timeZone)}` }
  }
}

/** A document's kind of file in one word. */
export function fileKind(contentType: string | null): string {
  if (contentType === 'application/pdf') return 'PDF'
  if (contentType === 'application/dicom') return 'X-ray file'
  if (contentType?.startsWith('text/')) return 'Text'
  return contentType?.startsWith('image/') ? 'Picture' : 'File'
}

/** What a browser is told to offer when files are chosen. What arrives is known by what it is made of, whatever it is called. */
export const acceptedFiles = 'application/pdf,image/jpeg,image/png,image/webp,image/heic,image/heif,image/tiff,application/dicom,text/plain,'
  + '.pdf,.jpg,.jpeg,.jfif,.png,.webp,.heic,.heif,.tif,.tiff,.dcm,.txt'

/** Why a file was not taken, in words that say what to do next: for the desk in English, for patients in their language. */
export function arrivalWords(reason: string, language: 'en' | 'es' = 'en'): string {
  const known: Partial<Record<string, Readonly<Record<'en' | 'es', string>>>> = arrivalSentences
  return (known[reason] ?? arrivalFailed)[language]
}
