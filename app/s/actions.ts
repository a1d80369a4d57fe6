'use server'

import { action } from '@/lib/access/action'
import { openShare } from '@/lib/shares/commands'

export const open = action(openShare, { then: (done) => done.next, hide: ['code'] })
