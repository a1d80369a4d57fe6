'use server'

import { action } from '@/lib/access/action'
import { confirmDue, saveRetention } from '@/lib/retention/commands'
import { toSettings } from '../../paths'

export const saveRetentionRules = action(saveRetention, { then: toSettings('/retention?done=saved') })
export const destroy = action(confirmDue, { then: ({ count, left }, hat) => toSettings(`/retention/due?done=${count}&left=${left}`)(null, hat) })
