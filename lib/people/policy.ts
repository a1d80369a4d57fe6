import 'server-only'
import type { Policy } from '@/lib/access/policy'

/** That she is of age stands in her chart, where the database looks: access.portal_grown(). */
export const patientHerself: Policy<'patient'> = {
  says: 'the patient herself, of age, for her own record and for nobody else’s',
  allows: (patient) => patient.relation === 'self',
}

/** Nobody can take away from a patient what is her own. */
export const actsForAnother: Policy<'patient'> = {
  says: 'whoever acts for the patient, for the access that is their own',
  allows: (patient) => patient.relation !== 'self',
}
