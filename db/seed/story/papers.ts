import 'server-only'
import type { Category, DocumentKind } from '@/db/seed/story/types'
import type { Random } from '@/db/seed/story/random'

export const categoryOf: Record<DocumentKind, Category> = {
  bitewing: 'radiograph',
  periapical: 'radiograph',
  panoramic: 'radiograph',
  photo_front: 'photograph',
  photo_side: 'photograph',
  photo_upper: 'photograph',
  photo_lower: 'photograph',
  insurance_card: 'insurance',
  insurance_letter: 'insurance',
  identity_card: 'identification',
  treatment_plan: 'treatment_plan',
  consent: 'consent',
  privacy_notice: 'consent',
  referral: 'referral',
  lab_report: 'lab_report',
  statement: 'statement',
  letter: 'letter',
  health_history: 'other',
}

const adultBack = ['2', '3', '4', '5', '12', '13', '14', '15', '18', '19', '20', '21', '28', '29', '30', '31']
const adultFront = ['6', '7', '8', '9', '10', '11', '22', '23', '24', '25', '26', '27']
const primary = ['A', 'B', 'I', 'J', 'K', 'L', 'S', 'T']

/** A tooth that such a visit would be about, in Universal Numbering. */
export function toothFor(r: Random, reason: string, years: number): string {
  if (years < 10) return r.pick(primary)
  if (reason === 'Extraction') return r.pick(['1', '16', '17', '32', '3', '19'])
  return r.chance(0.82) ? r.pick(adultBack) : r.pick(adultFront)
}

const consentFor: Record<string, string> = {
  'Crown preparation': 'Consent to a crown',
  'Root canal treatment': 'Consent to root canal treatment',
  Extraction: 'Consent to an extraction',
}

/** The title that staff would type when filing. */
export function titleOf(kind: DocumentKind, r: Random, reason: string, tooth: string | null): string {
  const on = tooth ? `, tooth ${tooth}` : ''
  switch (kind) {
    case 'bitewing':
      return `Bitewing X-ray, ${r.pick(['right', 'left'])} side`
    case 'periapical':
      return `Periapical X-ray${on}`
    case 'panoramic':
      return 'Panoramic X-ray'
    case 'photo_front':
      return reason === 'Whitening consultation' ? 'Front teeth before whitening' : 'Front teeth, photograph'
    case 'photo_side':
      return `Photograph, ${r.pick(['right', 'left'])} side`
    case 'photo_upper':
      return 'Upper arch, photograph'
    case 'photo_lower':
      return 'Lower arch, photograph'
    case 'insurance_card':
      return 'Insurance card'
    case 'identity_card':
      return 'Identity card, checked at the counter'
    case 'treatment_plan':
      return `Treatment plan${tooth ? ` for tooth ${tooth}` : ''}`
    case 'consent':
      return consentFor[reason] ? `${consentFor[reason]}${on}` : 'Consent to deep cleaning'
    case 'privacy_notice':
      return 'Privacy notice, acknowledged'
    case 'referral':
      return r.pick(['Referral to an endodontist', 'Referral to an oral surgeon', 'Referral to an orthodontist'])
    case 'lab_report':
      return `Laboratory report, crown${on}`
    case 'insurance_letter':
      return r.pick(['Insurance decision', 'Explanation of benefits', 'Predetermination letter'])
    case 'statement':
      return 'Account statement'
    case 'letter':
      return reason === 'Extraction' ? 'After your extraction: what to do' : 'Letter after your visit'
    case 'health_history':
      return 'Health history'
  }
}
