import { route } from '@/lib/access/route'
import { askPasskey } from '@/lib/sign-in/commands'

export const POST = route(askPasskey, { hat: () => 'visitor', input: () => ({}) })
