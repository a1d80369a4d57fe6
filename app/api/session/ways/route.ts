import { route } from '@/lib/access/route'
import { waysHere } from '@/lib/sessions/queries'

export const GET = route(waysHere, { hat: () => 'person', input: () => ({}), poll: true })
