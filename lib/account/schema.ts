import { newPassword } from '@/lib/join/schema'
import { z } from '@/lib/platform/zod'

export const changingPassword = z.object({ password: newPassword })
