import 'server-only'
import { anyone, everyHat, type Policy } from '@/lib/access/policy'

export const whoeverKnows: Policy<'visitor'> = anyone('whoever shows what an account’s owner knows or holds is let in as its owner')
export const ownSecondFactor: Policy<'person'> = everyHat('everybody may show their own second factor')
