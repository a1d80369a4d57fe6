'use server'

import { action } from '@/lib/access/action'
import { takeBack } from '@/lib/portal/send'

export const takeItBack = action(takeBack, { fresh: true })
