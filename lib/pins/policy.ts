import 'server-only'
import { everyHat, type Policy } from '@/lib/access/policy'

export const ownPins: Policy<'person'> = everyHat('everybody chooses their own PIN')
