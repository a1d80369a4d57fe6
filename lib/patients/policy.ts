import 'server-only'
import { allStaff, roles } from '@/lib/access/policy'

/** Everybody who serves patients must find them; whoever opens one is on record. */
export const seesPatients = allStaff

/** The privacy officer reads and does not write: who watches the record does not shape it. */
export const keepsPatients = roles('owner', 'dentist', 'hygienist', 'assistant', 'front_desk', 'billing')

/** What warns of harm is written by those who treat, or who were told at the desk. */
export const keepsAlerts = roles('owner', 'dentist', 'hygienist', 'assistant', 'front_desk')

/** Taking a patient out of the day's lists, and back. */
export const archivesPatients = roles('owner', 'dentist', 'front_desk')
