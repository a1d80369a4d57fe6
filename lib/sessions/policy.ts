import 'server-only'
import { everyHat, type Policy } from '@/lib/access/policy'

export const ownSessions: Policy<'person'> = everyHat('everybody sees, locks and ends their own sessions')
export const sameAgain: Policy<'person'> = everyHat('whoever signed in may show again that it is still them')
