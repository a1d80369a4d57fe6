import { z } from '@/lib/platform/zod'
import { next } from '@/lib/sign-in/schema'

export const enteringAs = z.object({ account: z.string().max(60), next })
