import 'server-only'
import { roles } from '@/lib/access/policy'

/** Taking a document out of everybody's sight, and bringing it back. The database says so too (policy `deleted`). */
export const deletesDocuments = roles('owner', 'privacy_officer', 'dentist')
