import 'server-only'
import { sql } from 'kysely'
import { AppError, invalid, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import type { WriteHandle } from '@/db/practice'
import { archivesPatients, keepsAlerts, keepsPatients } from '@/lib/patients/policy'
import { doubles, freeChartNumber, writeKeys } from '@/lib/patients/rows'
import { editableFields, sortKey } from '@/lib/patients/rules'
import {
  addingAlert, addingContact, archiving, creating, endingAlert, endingContact, ofPatient, updating, type EditConflict,
} from '@/lib/patients/schema'
import { newId } from '@/lib/platform/ids'

/** Enters a patient, once it is clear that she is not in the register already. */
export const createPatient = command({
  name: 'patients.create',
  as: 'staff',
  input: creating,
  allow: keepsPatients,
  closedBy: ['writes'],
  run: async ({ db, principal, input }) => {
    const practiceId = principal.practice.id
    const { seen, ...fields } = input
    // One at a time per practice, or two who enter the same person at once would both find no double.
    await sql`select pg_advisory_xact_lock(hashtext('enamel.patients.create'), hashtext(${practiceId}))`.execute(db)
    const known = new Set(seen.split(','))
    const likely = await doubles(db, practiceId, fields)
    if (likely.some(({ id }) => !known.has(id)))
      throw new AppError('conflict', 'a likely double', { says: 'Somebody very like this is in the register already. Nothing has been saved yet.', shows: likely })
    const taken = await db.selectFrom('patient').select('id').where('practiceId', '=', practiceId).where('chartNumber', '=', fields.chartNumber).executeTakeFirst()
    if (taken) invalid('chartNumber', `This chart number is taken; ${await freeChartNumber(db, practiceId)} is free.`)
    const patient = newId()
    await db.insertInto('patient').values({ practiceId, id: patient, ...fields, sortKey: sortKey(fields), createdBy: principal.hatId }).execute()
    await writeKeys(db, practiceId, patient, fields)
    return { patient }
  },
  audit: ({ output }) => ({ patientId: output?.patient ?? null }),
})

/** Changes who a patient is and how to reach her, unless somebody else did in the meantime. */
export const updatePatient = command({
  name: 'patients.update',
  as: 'staff',
  input: updating,
  allow: keepsPatients,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now }) => {
    const practiceId = principal.practice.id
    const { patient, version, ...fields } = input
    const row = await lock(db, practiceId, patient)
    if (row.version !== version) throw new AppError('conflict', 'an older version', { says: 'Somebody else changed this patient while you were typing. What you typed is still here.', shows: await conflict(db, practiceId, row) })
    const changed = editableFields.filter((key) => row[key] !== fields[key])
    if (changed.length === 0) return { patient, changed }
    await db.updateTable('patient').set({ ...fields, sortKey: sortKey(fields), version: version + 1, updatedAt: now })
      .where('practiceId', '=', practiceId).where('id', '=', patient).execute()
    await writeKeys(db, practiceId, patient, { ...fields, chartNumber: row.chartNumber })
    return { patient, changed }
  },
  audit: ({ input, output }) => ({ patientId: input.patient, detail: { changed: output?.changed.join(' ') ?? '' } }),
})

/** Takes a patient out of lists and searches. The record stays and can be brought back. */
export const archivePatient = command({
  name: 'patients.archive',
  as: 'staff',
  input: archiving,
  allow: archivesPatients,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now }) => {
    const row = await lock(db, principal.practice.id, input.patient)
    if (row.archivedAt) throw new AppError('conflict', 'archived already', { says: 'This patient is archived already.' })
    await db.updateTable('patient').set({ archivedAt: now, archivedBy: principal.hatId, archivedWhy: input.why, version: row.version + 1, updatedAt: now })
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.patient).execute()
    return { patient: input.patient }
  },
  audit: ({ input }) => ({ patientId: input.patient }),
})

export const unarchivePatient = command({
  name: 'patients.unarchive',
  as: 'staff',
  input: ofPatient,
  allow: archivesPatients,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now }) => {
    const row = await lock(db, principal.practice.id, input.patient)
    if (!row.archivedAt) throw new AppError('conflict', 'not archived', { says: 'This patient is not archived.' })
    await db.updateTable('patient').set({ archivedAt: null, archivedBy: null, archivedWhy: null, version: row.version + 1, updatedAt: now })
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.patient).execute()
    return { patient: input.patient }
  },
  audit: ({ input }) => ({ patientId: input.patient }),
})

export const addContact = command({
  name: 'patients.addContact',
  as: 'staff',
  input: addingContact,
  allow: keepsPatients,
  closedBy: ['writes'],
  run: async ({ db, principal, input }) => {
    await lock(db, principal.practice.id, input.patient)
    const { patient, ...contact } = input
    await db.insertInto('patientContact').values({ practiceId: principal.practice.id, id: newId(), patientId: patient, ...contact }).execute()
    return { patient }
  },
  audit: ({ input }) => ({ patientId: input.patient, detail: { kind: input.kind } }),
})

/** A contact is never overwritten: the old one ends and stays readable. */
export const endContact = command({
  name: 'patients.endContact',
  as: 'staff',
  input: endingContact,
  allow: keepsPatients,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now }) => {
    const ended = await db.updateTable('patientContact').set({ untilAt: now })
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.contact).where('patientId', '=', input.patient).where('untilAt', 'is', null)
      .returning('id').executeTakeFirst()
    return ended ? { patient: input.patient } : notFound()
  },
  audit: ({ input }) => ({ patientId: input.patient, subjectId: input.contact }),
})

export const addAlert = command({
  name: 'patients.addAlert',
  as: 'staff',
  input: addingAlert,
  allow: keepsAlerts,
  closedBy: ['writes'],
  run: async ({ db, principal, input }) => {
    await lock(db, principal.practice.id, input.patient)
    const { patient, ...alert } = input
    await db.insertInto('patientAlert').values({ practiceId: principal.practice.id, id: newId(), patientId: patient, ...alert, givenBy: principal.hatId }).execute()
    return { patient }
  },
  audit: ({ input }) => ({ patientId: input.patient, detail: { kind: input.kind, severe: input.severe } }),
})

export const endAlert = command({
  name: 'patients.endAlert',
  as: 'staff',
  input: endingAlert,
  allow: keepsAlerts,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now }) => {
    const ended = await db.updateTable('patientAlert').set({ untilAt: now, endedBy: principal.hatId })
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.alert).where('patientId', '=', input.patient).where('untilAt', 'is', null)
      .returning('id').executeTakeFirst()
    return ended ? { patient: input.patient } : notFound()
  },
  audit: ({ input }) => ({ patientId: input.patient, subjectId: input.alert }),
})

/** One writer at a time per patient. */
async function lock(db: WriteHandle, practice: string, id: string) {
  const row = await db.selectFrom('patient')
    .select(['id', 'version', 'givenName', 'familyName', 'preferredName', 'birthDate', 'chartNumber', 'phone', 'email', 'address', 'language',
      'staffNote', 'archivedAt', 'updatedAt'])
    .where('practiceId', '=', practice).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ?? notFound()
}

/** Their version beside the one that was typed, and whose it is. */
async function conflict(db: WriteHandle, practice: string, row: Awaited<ReturnType<typeof lock>>): Promise<EditConflict> {
  const last = await db.selectFrom('auditEvent').select('actorName')
    .where('practiceId', '=', practice).where('patientId', '=', row.id).where('decision', '=', 'allow')
    .where('operation', 'in', ['patients.update', 'patients.archive', 'patients.unarchive'])
    .orderBy('at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst()
  const now = Object.fromEntries(editableFields.map((key) => [key, row[key]])) as EditConflict['now']
  return { version: row.version, by: last?.actorName ?? null, at: row.updatedAt, now }
}
