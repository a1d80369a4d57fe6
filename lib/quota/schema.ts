import { z } from '@/lib/platform/zod'

export const rechecking = z.object({ document: z.uuid() })

export type Use = { files: number; bytes: number }

export type Storage = {
  limit: number
  used: Use
  /** Of that, deleted and not destroyed yet. */
  deleted: Use
  byCategory: (Use & { category: string })[]
  byYear: (Use & { year: number })[]
  largest: { id: string; title: string; version: number; current: boolean; bytes: number; deleted: boolean; patient: string | null }[]
  unfinished: { id: string; since: Date; by: string; received: number; declared: number | null }[]
  damaged: { id: string; title: string; version: number; current: boolean; why: string; checking: boolean; deleted: boolean; patient: string | null }[]
}
