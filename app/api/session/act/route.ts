import { route } from '@/lib/access/route'
import { act } from '@/lib/sessions/commands'

// A poll: what renews is the act that is reported, not the report.
export const POST = route(act, {
  hat: () => 'person', poll: true,
  input: async (request) => (Number(request.headers.get('content-length') ?? Infinity) <= 100 ? request.json().catch(() => null) : null),
})
