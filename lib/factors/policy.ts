import 'server-only'
import { everyHat, type Policy } from '@/lib/access/policy'

export const ownFactors: Policy<'person'> = everyHat('everybody chooses what signs them in')
