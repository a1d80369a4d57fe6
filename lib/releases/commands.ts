import 'server-only'
import { AppError } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import type { Reader } from '@/lib/documents/letters'
import { releasesDocuments } from '@/lib/documents/policy'
import { announce, insertRelease, lock, requireReleasable } from '@/lib/documents/releasing'
import type { SecondLook } from '@/lib/documents/schema'
import { leavingHeld, releasingMany, type Together } from '@/lib/releases/schema'

/**
 * Releases several documents to everybody who may see them. Each is looked at as if it were alone: what cannot be released, or
 * asks for a second look, is left and told, and the others go.
 */
export const releaseTogether = command({
  name: 'releases.together',
  as: 'staff',
  input: releasingMany,
  allow: releasesDocuments,
  closedBy: ['writes'],
  stepUp: true,
  run: async ({ db, principal, input, mail, record }): Promise<Together> => {
    const practice = principal.practice.id
    const given = { db, principal, mail }
    const confirmations = new Map(input.confirmed.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]))
    const readers: Reader[] = []
    const left: Together['left'] = []
    let released = 0
    // In one order, so that two who release the same do not wait for each other.
    for (const id of [...new Set(input.documents)].toSorted()) {
      const document = await lock(db, practice, id)
      try {
        const { patient, confirmed } = await requireReleasable(db, practice, document, confirmations.get(id) ?? '')
        readers.push(...await insertRelease(given, { document: id, patient, note: input.note, expiresAt: null, ruleId: null, by: principal.name, readers: null }))
        await record({ documentId: id, patientId: patient, detail: { together: input.documents.length, ...(confirmed ? { confirmed } : {}) } })
        released++
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'conflict') throw error
        left.push({ document: id, title: document.title || 'A document without a title', says: error.says, look: (error.shows as { look?: SecondLook } | undefined)?.look ?? null })
      }
    }
    await announce(given, readers)
    return { released, left }
  },
  // One line for each document that was released, written above; a refusal names the first that was asked for.
  audit: ({ input, output }) => (output ? null : { documentId: input.documents[0] ?? null }),
})

/** Decides that documents of a visit stay unreleased: they leave the list of what waits, and can be released all the same. */
export const leaveHeld = command({
  name: 'releases.leave_held',
  as: 'staff',
  input: leavingHeld,
  allow: releasesDocuments,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now, record }) => {
    const practice = principal.practice.id
    for (const id of [...new Set(input.documents)].toSorted()) {
      const document = await lock(db, practice, id)
      await db.updateTable('document').set({ heldAt: now, heldBy: principal.hatId }).where('practiceId', '=', practice).where('id', '=', id).execute()
      await record({ documentId: id, patientId: document.patientId })
    }
    return { held: input.documents.length }
  },
  audit: ({ input, output }) => (output ? null : { documentId: input.documents[0] ?? null }),
})
