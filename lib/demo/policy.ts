import 'server-only'
import { anyone, type Policy } from '@/lib/access/policy'

export const forVisitors: Policy<'visitor'> = anyone('the demo holds invented people alone, and elsewhere there is nothing to find')
