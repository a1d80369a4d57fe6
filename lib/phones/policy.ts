import 'server-only'
import { anyone, everyHat, type Policy } from '@/lib/access/policy'

/** Nobody is known yet; the cookie of the phone finds whose it is, and the PIN must be hers. */
export const holdsThePhone: Policy<'visitor'> = anyone('whoever holds an enrolled phone and knows its PIN is its owner')

export const ownPhones: Policy<'person'> = everyHat('everybody sees and ends their own phones')
