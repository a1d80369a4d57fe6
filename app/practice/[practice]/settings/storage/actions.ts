'use server'

import { action } from '@/lib/access/action'
import { recheckDocument } from '@/lib/quota/commands'

export const recheck = action(recheckDocument, { fresh: true })
