import { route } from '@/lib/access/route'
import { sessionState } from '@/lib/sessions/queries'

export const GET = route(sessionState, { hat: () => 'person', input: () => ({}), poll: true })
