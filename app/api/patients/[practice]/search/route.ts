import { route } from '@/lib/access/route'
import { searchPatients } from '@/lib/patients/queries'

/** A look-up by POST: what is typed here is a name or a birth date, and addresses end up in logs and histories. */
export const POST = route(searchPatients, {
  hat: ({ practice }: { practice: string }) => ({ practice }),
  input: async (request) => request.json().catch(() => null),
})
