'use server'

import { action } from '@/lib/access/action'
import { endFolder, makeFolder } from '@/lib/folders/commands'
import { endWorkstation, enrolWorkstation } from '@/lib/workstations/commands'

export const enrol = action(enrolWorkstation, { fresh: true })
export const end = action(endWorkstation, { fresh: true })
// The page is not drawn anew: what was made is shown in it once.
export const newFolder = action(makeFolder)
export const stopFolder = action(endFolder, { fresh: true })
