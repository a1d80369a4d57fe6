import type { Category, ReleaseState } from '@/lib/documents/schema'
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
  return contentType?.startsWith('image/') ? 'Picture' : 'File'
}

/** Why a file was not taken, so that whoever stands at the desk knows what to do next. */
export function arrivalWords(reason: string): string {
  return arrivalSentences[reason] ?? 'This file could not be taken. Nothing was kept; please try again.'
}

const arrivalSentences: Record<string, string> = {
  empty: 'This file is empty. Choose it again, or scan it again.',
  unknown_type: 'Only PDF, JPEG and PNG files are taken. Save or scan it as one of these.',
  incomplete: 'This file ends in the middle, as if it had not been copied whole. Copy or scan it again.',
  damaged: 'This file is damaged and would not open for the patient. Scan or export it again.',
  too_many_pixels: 'This picture is far larger than any scanner makes. Export it in a smaller size.',
  extra_data: 'Something is attached to the end of this file. Export it again from the program it comes from.',
  pdf_password: 'This PDF needs a password. Save it without one and send it again.',
  pdf_active: 'This PDF contains a program. Print it to a new PDF and send that.',
  pdf_attachment: 'This PDF carries other files inside. Take them out, or print it to a new PDF.',
  pdf_unreadable: 'This PDF could not be read. Print it to a new PDF and send that.',
  too_large: 'This file is larger than 64 MB, more than is taken here.',
  type_differs: 'The file is not what its name says. Give it the right ending and send it again.',
  size_differs: 'The file did not arrive whole. Please send it again.',
  digest_differs: 'The file did not arrive as it was sent. Please send it again.',
  interrupted: 'The connection broke before the file was here. Nothing was kept; please send it again.',
  storage_full: 'There is no room for files at the moment. Please tell whoever runs this installation.',
  storage_unavailable: 'The place where files are kept does not answer. Nothing was kept; please try again shortly.',
}
