'use server'

import { action } from '@/lib/access/action'
import { finishImport, forgetImport, mapImport, openImport, undoImport } from '@/lib/imports/commands'
import { toImport, toSettings } from '../../../paths'

export const map = action(mapImport, { then: toImport('compared') })
export const open = action(openImport, { then: toImport('opened') })
export const finish = action(finishImport, { then: toImport('finished') })
export const undo = action(undoImport, { then: toImport('undone') })
export const forget = action(forgetImport, { then: toSettings('/import?done=forgotten') })
