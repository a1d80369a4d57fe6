import { route } from '@/lib/access/route'
import { askNewPasskey } from '@/lib/factors/commands'

export const POST = route(askNewPasskey, { hat: () => 'person', input: () => ({}) })
