'use server'

import { action } from '@/lib/access/action'
import { changeEmail, confirmEmailChange, objectToEmailChange } from '@/lib/email/commands'

export const change = action(changeEmail)
export const confirm = action(confirmEmailChange)
export const object = action(objectToEmailChange)
