import { newPassword } from '@/lib/join/schema'
import { langs } from '@/lib/format/lang'
import { z } from '@/lib/platform/zod'

export const changingPassword = z.object({ password: newPassword })

export const speaking = z.object({ language: z.enum(langs) })

/** Per cent of the usual size, each a step that a person notices. */
export const sizes = ['100', '125', '150', '200'] as const
