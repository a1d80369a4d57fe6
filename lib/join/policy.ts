import 'server-only'
import { anyone, everyHat, type Policy } from '@/lib/access/policy'

/** Nobody is known yet; the database looks for the link. */
export const holdsTheLink: Policy<'visitor'> = anyone('whoever holds the link, and for a patient the code that the practice told her, is the one invited')

/** Somebody who is signed in, and so is known. */
export const acceptsForOneself: Policy<'person'> = everyHat('an account may wear one more')
