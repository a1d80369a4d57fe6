import 'server-only'
import { nothing } from '@/lib/access/audit'
import { allStaff } from '@/lib/access/policy'
import { query } from '@/lib/access/operation'
import { categories, type Category } from '@/lib/documents/schema'
import { dayBounds } from '@/lib/format/calendar'
import { hourIn, today as dayIn } from '@/lib/format/dates'
import { fullName } from '@/lib/format/names'
import { closes, isStaff, seesSettings } from '@/lib/practice/policy'
import type { Timing } from '@/lib/practice/rules'
import type { Switch, Today } from '@/lib/practice/schema'
import { z } from '@/lib/platform/zod'
import { cameOfAge, toReview } from '@/lib/proxies/rows'

/** Who is at the keyboard, where, and what is closed: all that the frame around a page needs. It reads no row. */
export const practiceFrame = query({
  name: 'practice.frame',
  as: 'staff',
  input: z.object({}),
  allow: isStaff,
  closedBy: [],
  run: async ({ principal }) => ({
    practice: principal.practice.name, timeZone: principal.practice.timeZone, hat: principal.hatId,
    person: principal.name, roles: principal.roles, closed: principal.closed, secondsLeft: principal.session.secondsLeft,
  }),
  audit: nothing('a person’s own name and roles'),
})

/** The day's visits in the practice's own time zone, and what waits to be done. Opens no record. */
export const showToday = query({
  name: 'practice.today',
  as: 'staff',
  input: z.object({}),
  allow: allStaff,
  closedBy: [],
  run: async ({ db, principal, now }): Promise<Today> => {
    const practice = principal.practice.id
    const date = dayIn(principal.practice.timeZone, now)
    const { from, until } = dayBounds(date, principal.practice.timeZone)
    const [visits, toFile, invitations, review, grown] = await Promise.all([
      db.selectFrom('appointment')
        .innerJoin('patient', (join) => join.onRef('patient.practiceId', '=', 'appointment.practiceId').onRef('patient.id', '=', 'appointment.patientId'))
        .innerJoin('membership', (join) => join.onRef('membership.practiceId', '=', 'appointment.practiceId').onRef('membership.id', '=', 'appointment.membershipId'))
        .select(['appointment.id', 'startsAt', 'endsAt', 'operatory', 'reason', 'status', 'membership.displayName as provider',
          'patient.id as patientId', 'givenName', 'familyName', 'birthDate'])
        .where('appointment.practiceId', '=', practice).where('startsAt', '>=', from).where('startsAt', '<', until)
        .where('status', '<>', 'entered-in-error')
        .orderBy('startsAt').orderBy('appointment.id').limit(500).execute(),
      db.selectFrom('document')
        .innerJoin('documentVersion as version', (join) => join.onRef('version.practiceId', '=', 'document.practiceId')
          .onRef('version.documentId', '=', 'document.id').onRef('version.version', '=', 'document.currentVersion'))
        .select(({ fn }) => fn.countAll<number>().as('waiting'))
        .where('document.practiceId', '=', practice).where('document.filedAt', 'is', null).where('document.deletedAt', 'is', null).where('document.returnedAt', 'is', null).where('version.state', '=', 'ready')
        .executeTakeFirst(),
      db.selectFrom('invitation')
        .leftJoin('patient', (join) => join.onRef('patient.practiceId', '=', 'invitation.practiceId').onRef('patient.id', '=', 'invitation.patientId'))
        .select(['displayName', 'givenName', 'familyName', 'invitation.createdAt', 'expiresAt'])
        .where('invitation.practiceId', '=', practice).where('kind', '=', 'patient')
        .where('usedAt', 'is', null).where('revokedAt', 'is', null).where('expiresAt', '>', now)
        .orderBy('invitation.createdAt', 'desc').limit(9).execute(),
      toReview(db, principal.practice, now).select(({ fn }) => fn.countAll<number>().as('waiting')).executeTakeFirst(),
      cameOfAge(db, principal.practice, now).select(({ fn }) => fn.countAll<number>().as('waiting')).executeTakeFirst(),
    ])
    return {
      date, now, hour: hourIn(principal.practice.timeZone, now),
      visits: visits.map(({ patientId, givenName, familyName, birthDate, ...visit }) =>
        ({ ...visit, patient: { id: patientId, name: fullName({ givenName, familyName }), birthDate } })),
      toFile: toFile?.waiting ?? 0,
      review: review?.waiting ?? 0, grown: grown?.waiting ?? 0,
      invitations: invitations.map(({ displayName, givenName, familyName, createdAt, expiresAt }) => {
        const patient = givenName && familyName ? fullName({ givenName, familyName }) : null
        return { name: displayName, patient: patient === displayName ? null : patient, sentAt: createdAt, expiresAt }
      }),
    }
  },
  audit: nothing('a list of the day opens no record'),
})

/** What is closed now, and what was closed before. */
export const listSwitches = query({
  name: 'practice.switches',
  as: 'staff',
  input: z.object({}),
  allow: closes,
  closedBy: [],
  run: async ({ db, principal }) => {
    const rows = await db.selectFrom('switch')
      .leftJoin('membership', (join) => join.onRef('membership.practiceId', '=', 'switch.practiceId').onRef('membership.id', '=', 'switch.reopenedBy'))
      .select(['switch.id', 'function', 'switch.fromAt', 'switch.untilAt', 'closedByName', 'switch.why', 'membership.displayName', 'reopenedWhy'])
      .where('switch.practiceId', '=', principal.practice.id).orderBy('switch.fromAt', 'desc').limit(50).execute()
    const all: Switch[] = rows.map((row) => ({
      id: row.id, function: row.function as Switch['function'], from: row.fromAt, until: row.untilAt, by: row.closedByName, why: row.why,
      reopenedBy: row.displayName, reopenedWhy: row.reopenedWhy,
    }))
    return {
      open: all.filter(({ until }) => until === null), past: all.filter(({ until }) => until !== null),
      mayReopen: principal.roles.some((role) => role === 'owner' || role === 'privacy_officer'),
    }
  },
  audit: nothing('what is closed stands on every page anyway'),
})

/** The practice's settings and the rules that release documents. */
export const showSettings = query({
  name: 'practice.settings',
  as: 'staff',
  input: z.object({}),
  allow: seesSettings,
  closedBy: [],
  run: async ({ db, principal }) => {
    const [practice, rules] = await Promise.all([
      db.selectFrom('practice').select(['name', 'phone', 'email', 'address', 'timeZone', 'language', 'idleMinutes', 'majorityAge'])
        .where('practiceId', '=', principal.practice.id).executeTakeFirstOrThrow(),
      db.selectFrom('releaseRule')
        .innerJoin('membership', (join) => join.onRef('membership.practiceId', '=', 'releaseRule.practiceId').onRef('membership.id', '=', 'releaseRule.setBy'))
        .select(['category', 'timing', 'releaseRule.fromAt', 'membership.displayName'])
        .where('releaseRule.practiceId', '=', principal.practice.id).where('releaseRule.untilAt', 'is', null).execute(),
    ])
    const known = new Map(rules.map((rule) => [rule.category, rule]))
    return {
      practice, owner: principal.roles.includes('owner'),
      rules: categories.map((category: Category) => {
        const rule = known.get(category)
        return { category, timing: (rule?.timing ?? 'never') as Timing, by: rule?.displayName ?? null, since: rule?.fromAt ?? null }
      }),
    }
  },
  audit: nothing('the practice’s own settings are no record of a patient'),
})
