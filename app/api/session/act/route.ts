import { route, smallJson } from '@/lib/access/route'
import { act } from '@/lib/sessions/commands'

// A poll: what renews is the act that is reported, not the report.
export const POST = route(act, {
  hat: () => 'person', poll: true,
  input: (request) => smallJson(request, 100),
})
