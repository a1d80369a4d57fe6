import 'server-only'
import { roles, type Policy } from '@/lib/access/policy'

/** The frame around every page tells a person no more than who they are here. */
export const isStaff: Policy<'staff'> = {
  says: 'whoever is a member of the practice, even one who holds no role at the moment',
  allows: () => true,
}

/** Seeing what is closed, and closing: whoever notices a leak is the one who must be able to stop it. */
export const closes: Policy<'staff'> = {
  says: 'everybody who works at the practice and holds a role there: anyone who notices a leak may close',
  allows: (staff) => staff.roles.length > 0,
}

/** The database says so too (responsible_switches). */
export const reopens = roles('owner', 'privacy_officer')

/** The privacy officer reads the settings, for she answers for what they let out. */
export const seesSettings = roles('owner', 'privacy_officer')

/** The database says so too (owner_updates, owner_adds, owner_ends). */
export const changesSettings = roles('owner')
