'use server'

import { action } from '@/lib/access/action'
import { finishImport, forgetImport, mapImport, openImport, undoImport } from '@/lib/imports/commands'
import { toSettings } from '../../../paths'

const toBatch = (what: string) => ({ batch }: { batch: string }, hat: Parameters<ReturnType<typeof toSettings>>[1]) => toSettings(`/import/${batch}?done=${what}`)(null, hat)

export const map = action(mapImport, { then: toBatch('compared') })
export const open = action(openImport, { then: toBatch('opened') })
export const finish = action(finishImport, { then: toBatch('finished') })
export const undo = action(undoImport, { then: toBatch('undone') })
export const forget = action(forgetImport, { then: toSettings('/import?done=forgotten') })
