import 'server-only'
import { AppError, notFound } from '@/lib/access/errors'
import { command } from '@/lib/access/operation'
import { newId } from '@/lib/platform/ids'
import { changesSettings, closes, reopens } from '@/lib/practice/policy'
import { functionWords, ruleChanges, type Timing } from '@/lib/practice/rules'
import { closing, releaseRules, reopening, settings } from '@/lib/practice/schema'

export const saveSettings = command({
  name: 'practice.saveSettings',
  as: 'staff',
  input: settings,
  allow: changesSettings,
  closedBy: ['writes'],
  run: async ({ db, principal, input }) => {
    const before = await db.selectFrom('practice').select(['name', 'phone', 'email', 'address', 'timeZone', 'language', 'idleMinutes', 'majorityAge'])
      .where('practiceId', '=', principal.practice.id).forUpdate().executeTakeFirst()
    if (!before) notFound()
    await db.updateTable('practice').set(input).where('practiceId', '=', principal.practice.id).execute()
    return { changed: (Object.keys(input) as (keyof typeof input)[]).filter((key) => input[key] !== before[key]) }
  },
  audit: ({ output }) => ({ detail: { changed: output?.changed.join(' ') ?? '' } }),
})

/** Puts the owner's decision per category in force from now on. What was released stays as it is. */
export const saveReleaseRules = command({
  name: 'practice.saveReleaseRules',
  as: 'staff',
  input: releaseRules,
  allow: changesSettings,
  closedBy: ['writes'],
  run: async ({ db, principal, input, now }) => {
    const practiceId = principal.practice.id
    const live = await db.selectFrom('releaseRule').select(['category', 'timing'])
      .where('practiceId', '=', practiceId).where('untilAt', 'is', null).forUpdate().execute()
    const changes = ruleChanges(new Map(live.map(({ category, timing }) => [category, timing as Timing])), input)
    if (changes.length === 0) return { changes }
    await db.updateTable('releaseRule').set({ untilAt: now })
      .where('practiceId', '=', practiceId).where('untilAt', 'is', null).where('category', 'in', changes.map(({ category }) => category)).execute()
    await db.insertInto('releaseRule')
      .values(changes.map(({ category, timing }) => ({ practiceId, id: newId(), category, timing, setBy: principal.hatId }))).execute()
    return { changes }
  },
  audit: ({ output }) => ({ detail: Object.fromEntries(output?.changes.map(({ category, timing }) => [category, timing]) ?? []) }),
})

/** Closes a function for everybody at once, links already given out included. */
export const closeFunction = command({
  name: 'practice.close',
  as: 'staff',
  input: closing,
  allow: closes,
  // Closing must work whatever else is closed.
  closedBy: [],
  run: async ({ db, principal, input }) => {
    const practiceId = principal.practice.id
    const closed = await db.insertInto('switch')
      .values({ practiceId, id: newId(), function: input.function, closedBy: principal.hatId, closedByName: principal.name, why: input.why })
      .onConflict((conflict) => conflict.columns(['practiceId', 'function']).where('untilAt', 'is', null).doNothing())
      .returning('id').executeTakeFirst()
    if (!closed) throw new AppError('conflict', 'closed already', { says: `${functionWords[input.function].closed} already.` })
    return { id: closed.id, function: input.function }
  },
  audit: ({ input, output }) => ({ subjectId: output?.id ?? null, detail: { function: input.function } }),
})

/** Opens a function again, with what has been made sure of. */
export const reopenFunction = command({
  name: 'practice.reopen',
  as: 'staff',
  input: reopening,
  allow: reopens,
  // Opening must work while writing is closed, or nothing could open it again.
  closedBy: [],
  run: async ({ db, principal, input, now }) => {
    const opened = await db.updateTable('switch').set({ untilAt: now, reopenedBy: principal.hatId, reopenedWhy: input.why })
      .where('practiceId', '=', principal.practice.id).where('id', '=', input.switch).where('untilAt', 'is', null)
      .returning('function').executeTakeFirst()
    return opened ? { function: opened.function } : notFound()
  },
  audit: ({ input, output }) => ({ subjectId: input.switch, detail: { function: output?.function ?? '' } }),
})
