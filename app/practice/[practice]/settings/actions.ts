'use server'

import { action } from '@/lib/access/action'
import { closeFunction, reopenFunction, saveReleaseRules, saveSettings } from '@/lib/practice/commands'
import { toSettings } from '../paths'

export const close = action(closeFunction, { then: toSettings('?done=closed') })
export const reopen = action(reopenFunction, { then: toSettings('?done=opened') })
export const save = action(saveSettings, { then: toSettings('/practice?done=saved') })
export const saveRules = action(saveReleaseRules, { then: toSettings('/releases?done=saved') })
