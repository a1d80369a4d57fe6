'use server'

import { action } from '@/lib/access/action'
import { askForFiles, endShareByStaff, shareByStaff } from '@/lib/shares/commands'

export const share = action(shareByStaff)
export const request = action(askForFiles)
export const end = action(endShareByStaff, { fresh: true })
