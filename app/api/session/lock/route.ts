import { route } from '@/lib/access/route'
import { lock } from '@/lib/sessions/commands'

export const POST = route(lock, { hat: () => 'person', input: () => ({}) })
