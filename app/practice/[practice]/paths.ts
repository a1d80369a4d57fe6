import type { HatRef } from '@/lib/access/principal'

/** Where a form leads once it has done its work. The hat was checked before; here it only makes an address. */
const base = (hat: HatRef) => (typeof hat === 'object' && 'practice' in hat ? `/practice/${hat.practice}` : '/')

export const toPatient = (done: { patient: string }, hat: HatRef) => `${base(hat)}/patients/${done.patient}`
export const toPatientAfter = (what: string, anchor = '') => (done: { patient: string }, hat: HatRef) => `${toPatient(done, hat)}?done=${what}${anchor}`
export const toSettings = (what: string) => (_done: unknown, hat: HatRef) => `${base(hat)}/settings${what}`
export const toImport = (what: string) => (done: { batch: string }, hat: HatRef) => `${base(hat)}/settings/import/${done.batch}?done=${what}`
export const toDeleted = (what: string) => (done: { document: string }, hat: HatRef) => `${base(hat)}/deleted?done=${what}&document=${done.document}`
export const toDocument = (done: { document: string }, hat: HatRef) => `${base(hat)}/documents/${done.document}`
