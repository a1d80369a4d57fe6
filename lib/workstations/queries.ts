import 'server-only'
import { sql } from 'kysely'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { passkeysHere } from '@/lib/auth/passkeys'
import { thisWorkstation } from '@/lib/auth/session'
import { z } from '@/lib/platform/zod'
import { workstationHere } from '@/lib/workstations/here'
import { opensCharts, seesWorkstations, sitsHere } from '@/lib/workstations/policy'
import { ofChart, type Colleague, type Workstation } from '@/lib/workstations/schema'

/** The practice's computers, in use and former, and whether this one is among them. */
export const listWorkstations = query({
  name: 'workstations.list',
  as: 'staff',
  input: z.object({}),
  allow: seesWorkstations,
  closedBy: [],
  run: async ({ db, principal, now, call }) => {
    const practice = principal.practice.id
    const rows = await db.selectFrom('workstation')
      .leftJoin('membership', (join) => join.onRef('membership.practiceId', '=', 'workstation.practiceId').onRef('membership.id', '=', 'workstation.enrolledBy'))
      .select(['workstation.id', 'workstation.name', 'workstation.fromAt as since', 'workstation.lastUsedAt as lastUse', 'workstation.untilAt as until', 'membership.displayName as enrolledBy'])
      .where('workstation.practiceId', '=', practice)
      .orderBy('workstation.name').orderBy('workstation.id').limit(500).execute()
    const here = await workstationHere(call)
    const all: Workstation[] = rows.map((row) => ({ ...row, enrolledBy: row.enrolledBy ?? '', here: row.id === here }))
    return {
      timeZone: principal.practice.timeZone, owner: principal.roles.includes('owner'),
      byPin: principal.session.method === 'workstation_pin',
      confirmed: principal.session.stepUpUntil !== null && principal.session.stepUpUntil > now,
      inUse: all.filter(({ until }) => until === null), former: all.filter(({ until }) => until !== null),
    }
  },
  audit: nothing('a list of computers opens no record'),
})

/** Who may switch in at this computer: names, and nothing else of anybody. Null: it is no practice's. */
export const whoSitsHere = query({
  name: 'workstations.people',
  as: 'visitor',
  input: z.object({}),
  allow: sitsHere,
  closedBy: [],
  run: async ({ db }) => {
    const token = await thisWorkstation()
    const { rows } = await sql<{ practiceName: string; name: string }>`select * from identity.workstation(${token})`.execute(db)
    const place = rows[0]
    if (!place) return null
    const people = await sql<{ membershipId: string; displayName: string; open: boolean }>`select * from identity.workstation_people(${token})`.execute(db)
    return {
      practice: place.practiceName, computer: place.name, passkeys: passkeysHere(),
      people: people.rows.map(({ membershipId, displayName, open }): Colleague => ({ member: membershipId, name: displayName, open })),
    }
  },
  audit: nothing('names of colleagues, at their own computer'),
})

/**
 * Notes that a patient's chart is open at this computer, if it is one of the practice's and a folder program waits there: what
 * the program brings in the next minutes is then proposed for that patient (access.propose_open_chart). It is forgotten when the
 * chart is left, the session locks or ends, or another chart is opened.
 */
export const noteOpenChart = query({
  name: 'workstations.open_chart',
  as: 'staff',
  input: ofChart,
  allow: opensCharts,
  closedBy: [],
  run: async ({ call, input }) => {
    const token = await thisWorkstation()
    if (token) await call(sql`select access.chart_opened(${token}, ${input.patient})`)
    return {}
  },
  audit: nothing('stands beside the opening of the chart, which is on record'),
})
