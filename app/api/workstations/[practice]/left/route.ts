import { route, smallJson } from '@/lib/access/route'
import { leaveChart } from '@/lib/workstations/commands'

/** What a page says as it is left. The patient stands in the body, as in every look-up. */
export const POST = route(leaveChart, {
  hat: ({ practice }: { practice: string }) => ({ practice }), input: (request) => smallJson(request, 200), poll: true,
})
