import { sixDigits } from '@/lib/join/schema'
import { z } from '@/lib/platform/zod'
import { assertion, next } from '@/lib/sign-in/schema'

export const enrolling = z.object({
  name: z.string('Write what this computer is called.').trim().min(1, 'Write what this computer is called, such as Front desk.').max(80, 'Use at most 80 characters.'),
})
export const ofChart = z.object({ patient: z.uuid() })
export const ofWorkstation = z.object({ workstation: z.uuid() })

export const switching = z.object({ member: z.uuid('Choose your name.'), pin: sixDigits, next })
export const switchingByPasskey = z.object({ assertion, next })

export type Workstation = { id: string; name: string; since: Date; lastUse: Date | null; until: Date | null; enrolledBy: string; here: boolean }
/** Somebody who may switch in here. `open`: her PIN has tries left. */
export type Colleague = { member: string; name: string; open: boolean }
