'use server'

import { action } from '@/lib/access/action'
import { restoreDocument } from '@/lib/deletion/commands'
import { toDeleted } from '../paths'

export const restore = action(restoreDocument, { then: toDeleted('restored') })
