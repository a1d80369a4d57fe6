'use server'

import { action } from '@/lib/access/action'
import { closeCase, noteCase } from '@/lib/privacy/commands'

export const note = action(noteCase, { fresh: true })
export const close = action(closeCase, { fresh: true })
