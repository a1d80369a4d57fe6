import 'server-only'
import { everyHat, type Policy } from '@/lib/access/policy'

export const ownAccount: Policy<'person'> = everyHat('everybody has an account of their own')
