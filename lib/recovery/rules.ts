import type { Check } from '@/lib/recovery/schema'

/** What the member of staff did, as it stands on the record. */
export const checkWords: Record<Check, { name: string; about: string }> = {
  photo_id: { name: 'Saw a photo ID', about: 'Here at the practice, a passport, licence or identity card with a picture.' },
  known_in_person: { name: 'Know them in person', about: 'They stand here, and I have treated or served them before.' },
  called_back: { name: 'Called back', about: 'I called the number that already stood in the chart, and spoke with them.' },
}
