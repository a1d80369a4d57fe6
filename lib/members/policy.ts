import 'server-only'
import { roles } from '@/lib/access/policy'

/** The privacy officer sees who works here, for she reads their names in the access history. */
export const seesMembers = roles('owner', 'privacy_officer')

/** Who works here and as what is the owner's alone; the database says so too. */
export const managesMembers = roles('owner')
