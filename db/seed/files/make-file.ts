import 'server-only'
import type { DocumentKind, Story, StoryDocument } from '@/db/seed/story/types'
import { identityCard, insuranceCard } from '@/db/seed/files/cards'
import { consent, healthHistory, privacyNotice } from '@/db/seed/files/consent-papers'
import { insuranceLetter, letter, statement } from '@/db/seed/files/money-papers'
import { panoramic } from '@/db/seed/files/panoramic'
import { longDate, paperOf, yearsAt, type Paper } from '@/db/seed/files/paper'
import { photoArch } from '@/db/seed/files/photo-arch'
import { photoFront } from '@/db/seed/files/photo-front'
import { labReport, referral, treatmentPlan } from '@/db/seed/files/plan-papers'
import { bitewing, periapical } from '@/db/seed/files/radiograph'

export type SeedFile = { bytes: Buffer; fileName: string; contentType: 'application/pdf' | 'image/jpeg' | 'image/png' }

/** Kinds whose PDF always has two pages or more. */
export const multiPage: ReadonlySet<DocumentKind> = new Set<DocumentKind>([
  'treatment_plan', 'consent', 'referral', 'lab_report', 'insurance_letter', 'statement', 'privacy_notice', 'health_history',
])

const makers: Record<DocumentKind, (paper: Paper, png: boolean) => Promise<Buffer>> = {
  bitewing: (p, png) => bitewing({ ...film(p, png, 'BITEWING'), right: p.document.title.includes('right') }),
  periapical: (p, png) => periapical({ ...film(p, png, `PERIAPICAL ${p.document.tooth ?? ''}`), tooth: p.document.tooth ?? '30', treated: /root|seating/i.test(p.visit?.reason ?? '') }),
  panoramic: (p, png) => panoramic(film(p, png, 'PANORAMIC')),
  photo_front: (p) => photoFront({ ...snap(p), view: 'front' }),
  photo_side: (p) => photoFront({ ...snap(p), view: p.document.title.includes('right') ? 'right' : 'left' }),
  photo_upper: (p) => photoArch({ ...snap(p), upper: true }),
  photo_lower: (p) => photoArch({ ...snap(p), upper: false }),
  insurance_card: (p) => insuranceCard({ seed: p.document.seed, patient: p.name, birthDate: p.patient.birthDate, since: '2021-01-01', scannedOn: p.document.takenOn, carrier: '', member: '', group: '', subscriber: p.name, ...p.patient.insurance }),
  identity_card: (p) => identityCard({ seed: p.document.seed, name: p.name, address: p.patient.address.split('\n'), birthDate: p.patient.birthDate, number: `LH ${p.r.int(100, 999)} ${p.r.int(100, 999)}`, scannedOn: p.document.takenOn }),
  treatment_plan: treatmentPlan,
  consent,
  referral,
  lab_report: labReport,
  insurance_letter: insuranceLetter,
  statement,
  letter,
  privacy_notice: privacyNotice,
  health_history: healthHistory,
}

const images = new Set<DocumentKind>(['bitewing', 'periapical', 'panoramic', 'photo_front', 'photo_side', 'photo_upper', 'photo_lower', 'insurance_card', 'identity_card'])
const losslessly = new Set<DocumentKind>(['bitewing', 'periapical', 'panoramic'])

/** Draws or writes the file of one document. The same story gives the same bytes on the same version of the libraries. */
export async function makeFile(document: StoryDocument, story: Story): Promise<SeedFile> {
  const paper = paperOf(document, story)
  const png = losslessly.has(document.kind) && document.seed % 9 === 0
  const bytes = await makers[document.kind](paper, png)
  const contentType = !images.has(document.kind) ? 'application/pdf' : png ? 'image/png' : 'image/jpeg'
  return { bytes, fileName: fileName(document, contentType), contentType }
}

function film(paper: Paper, png: boolean, what: string): { seed: number; label: string; years: number; png: boolean } {
  const { patient, document } = paper
  const label = [`${patient.familyName.toUpperCase()}, ${patient.givenName.toUpperCase()}`, patient.birthDate, patient.chartNumber, what, document.takenOn]
  return { seed: document.seed, label: label.join('    '), years: yearsAt(patient.birthDate, document.takenOn), png }
}

function snap(paper: Paper): { seed: number; caption: string; years: number } {
  const { document, patient, name, practice } = paper
  return {
    seed: document.seed,
    caption: `${name}    ${patient.chartNumber}    ${document.title}    ${longDate(document.takenOn)}    ${practice.name}`,
    years: yearsAt(patient.birthDate, document.takenOn),
  }
}

/** What the file was called on the office's computer: scanners count, cameras count, software writes dates. */
function fileName(document: StoryDocument, contentType: SeedFile['contentType']): string {
  const ending = contentType === 'application/pdf' ? 'pdf' : contentType === 'image/png' ? 'png' : 'jpg'
  const count = String(document.seed % 9000 + 1000)
  if (document.kind.startsWith('photo')) return `IMG_${count}.${ending}`
  if (document.kind.endsWith('card')) return `scan ${document.takenOn} ${count.slice(1)}.${ending}`
  const words = document.title.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return `${document.takenOn}-${words}.${ending}`
}
