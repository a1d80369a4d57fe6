'use server'

import { action } from '@/lib/access/action'
import { endShareByPatient, shareByPatient } from '@/lib/shares/commands'

export const share = action(shareByPatient)
export const end = action(endShareByPatient, { fresh: true })
