'use server'

import { action } from '@/lib/access/action'
import { createPatient } from '@/lib/patients/commands'
import { toPatientAfter } from '../../paths'

export const create = action(createPatient, { then: toPatientAfter('created') })
