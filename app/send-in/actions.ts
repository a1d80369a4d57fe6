'use server'

import { action } from '@/lib/access/action'
import { finishSending } from '@/lib/shares/arrival'

export const finish = action(finishSending, { then: () => '/send-in/done' })
