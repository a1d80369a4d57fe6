import 'server-only'
import { anyone, roles, type Policy } from '@/lib/access/policy'

/** The code alone opens nothing: it needs the letter that only the patient's mailbox receives. */
export const verifiesIdentity = roles('owner', 'privacy_officer', 'front_desk')

/** Two of these, one of them an owner; the database counts persons. */
export const approvesRecovery = roles('owner', 'privacy_officer')

export const lostTheWay: Policy<'visitor'> = anyone('who cannot sign in is nobody yet; what a link needs beside itself is checked in the database')
