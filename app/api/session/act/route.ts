import { route } from '@/lib/access/route'
import { act } from '@/lib/sessions/commands'

export const POST = route(act, { hat: () => 'person', input: () => ({}) })
