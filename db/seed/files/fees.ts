import 'server-only'
import type { Random } from '@/db/seed/story/random'

/** The practices' own list of what they do, in plain words, with fees in cents. */
export const fees = {
  'Examination and talk': 8200,
  'Bitewing X-rays': 6400,
  'Single X-ray': 3100,
  'Panoramic X-ray': 12400,
  'Cleaning': 10800,
  'Deep cleaning, one quarter of the mouth': 24600,
  'Sealant, one tooth': 5400,
  'Tooth-coloured filling, one surface': 17800,
  'Tooth-coloured filling, two surfaces': 22900,
  'Core build-up': 26500,
  'Porcelain crown': 121000,
  'Root canal treatment': 98500,
  'Extraction': 21500,
  'Night guard': 48000,
  'Fluoride varnish': 4100,
} as const

export type Service = keyof typeof fees

const byReason: Record<string, Service[]> = {
  'New patient exam': ['Examination and talk', 'Panoramic X-ray', 'Bitewing X-rays'],
  'Cleaning and check-up': ['Examination and talk', 'Cleaning', 'Bitewing X-rays'],
  Filling: ['Single X-ray', 'Tooth-coloured filling, two surfaces'],
  'Crown preparation': ['Single X-ray', 'Core build-up', 'Porcelain crown'],
  'Crown seating': ['Single X-ray'],
  'Root canal treatment': ['Single X-ray', 'Root canal treatment'],
  Extraction: ['Single X-ray', 'Extraction'],
  Toothache: ['Examination and talk', 'Single X-ray'],
  'Deep cleaning, lower right': ['Deep cleaning, one quarter of the mouth'],
  Sealants: ['Sealant, one tooth', 'Fluoride varnish'],
}

export const servicesOf = (reason: string): Service[] => byReason[reason] ?? ['Examination and talk']

/** The part of a fee that an insurer pays, in cents. */
export function covered(service: Service, r: Random): number {
  const fee = fees[service]
  const share = fee < 13000 ? 1 : fee < 40000 ? 0.8 : 0.5
  return Math.round((fee * share * r.real(0.9, 1)) / 100) * 100
}

export const toothless = new Set<Service>(['Examination and talk', 'Bitewing X-rays', 'Panoramic X-ray', 'Cleaning', 'Fluoride varnish', 'Night guard'])
