import { route } from '@/lib/access/route'
import { practiceFrame } from '@/lib/practice/queries'

/** What open pages ask from time to time: is anything closed by now? Nobody's act, so it keeps no session awake. */
export const GET = route(practiceFrame, {
  hat: ({ practice }: { practice: string }) => ({ practice }), input: () => ({}), poll: true,
})
