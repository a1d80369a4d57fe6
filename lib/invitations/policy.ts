import 'server-only'
import { roles } from '@/lib/access/policy'

/** Whoever stands in front of the patient may invite her. */
export const invitesPatients = roles('owner', 'privacy_officer', 'dentist', 'hygienist', 'assistant', 'front_desk')

/** Ending somebody's access to a record is for those who answer for it. */
export const endsAccess = roles('owner', 'privacy_officer', 'front_desk')
