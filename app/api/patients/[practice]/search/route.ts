import { route, smallJson } from '@/lib/access/route'
import { searchPatients } from '@/lib/patients/queries'

/** A look-up by POST: what is typed here is a name or a birth date, and addresses end up in logs and histories. */
export const POST = route(searchPatients, {
  hat: ({ practice }: { practice: string }) => ({ practice }),
  // A search is a line of text; whatever is longer, or does not say how long it is, is not read at all.
  input: (request) => smallJson(request, 2_000),
})
