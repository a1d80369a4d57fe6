'use server'

import { action } from '@/lib/access/action'
import { endOtherSessions, endSession } from '@/lib/sessions/commands'

export const end = action(endSession, { then: () => '/account/sessions' })
export const endOthers = action(endOtherSessions, { then: () => '/account/sessions' })
