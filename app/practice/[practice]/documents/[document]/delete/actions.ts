'use server'

import { action } from '@/lib/access/action'
import { deleteDocument } from '@/lib/deletion/commands'
import { toDeleted } from '../../../paths'

export const remove = action(deleteDocument, { then: toDeleted('deleted') })
