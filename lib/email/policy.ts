import 'server-only'
import { anyone, everyHat, type Policy } from '@/lib/access/policy'

/** One's own address; asking for another is confirmed first. */
export const ownAddress: Policy<'person'> = everyHat('everybody may change how they are reached')

export const holdsTheLetter: Policy<'visitor'> = anyone('whoever holds the link reads the mailbox that it was sent to')
