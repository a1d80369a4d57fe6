import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { PatientItem } from '@/lib/patients/schema'

export type Matches = { items: PatientItem[]; more: boolean }

/** What a look-up met, in words for the person who is typing. */
export class SearchFailed extends Error {}

/**
 * The first few patients whom a typed text fits. Sent as a body, so that no name and no birth date stands in an address
 * or in a log of addresses.
 */
export const matchesFor = (practice: string, q: string) =>
  queryOptions({
    queryKey: ['patients', practice, q],
    enabled: q.trim() !== '',
    // Names that were looked at stay in memory no longer than they are of use.
    gcTime: 30_000,
    staleTime: 10_000,
    retry: 1,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Matches> => {
      const answer = await fetch(`/api/patients/${practice}/search`, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ q }), signal,
      })
      const body: unknown = await answer.json().catch(() => null)
      if (answer.ok) return body as Matches
      throw new SearchFailed((body as { says?: string } | null)?.says ?? 'The search did not answer. Please try again.')
    },
  })
