'use server'

import { action } from '@/lib/access/action'
import { endWorkstation, enrolWorkstation } from '@/lib/workstations/commands'

export const enrol = action(enrolWorkstation, { fresh: true })
export const end = action(endWorkstation, { fresh: true })
