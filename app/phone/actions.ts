'use server'

import { action } from '@/lib/access/action'
import { enterPin } from '@/lib/phones/commands'

export const enter = action(enterPin, { then: (done) => done.next || null, hide: ['pin'] })
