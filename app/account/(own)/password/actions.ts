'use server'

import { action } from '@/lib/access/action'
import { changePassword } from '@/lib/account/commands'

export const change = action(changePassword, { hide: ['password'] })
