import 'server-only'
import type { SubmissionResult } from '@conform-to/react'
import { parseWithZod } from '@conform-to/zod/v4'
import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import type { z } from 'zod'
import { currentCaller, requireSameOrigin } from '@/lib/access/caller'
import { AppError, type ErrorCode } from '@/lib/access/errors'
import type { Operation } from '@/lib/access/operation'
import { currentPath } from '@/lib/access/page'
import { said } from '@/lib/access/sentences'
import { langFor, spoken } from '@/lib/access/spoken'
import { perform } from '@/lib/access/perform'
import type { HatRef, Kind } from '@/lib/access/principal'

/** What a form gets back: conform's reply (what was typed, and what to mend), and what the operation returned. */
export type ActionState<O> = {
  reply: SubmissionResult | undefined
  done?: O
  /** A refusal that is about no field. */
  refused?: { code: ErrorCode; says: string; shows?: unknown }
}

export const idle: ActionState<never> = { reply: undefined }

/**
 * Makes a server action of a command. A form works without JavaScript: what was typed comes back with a message at the
 * field, and `then` names the page that follows a success. `fresh` draws the page around the form anew after one, which
 * would otherwise go on showing what was true before; not for a page that the success uses up.
 *
 * The hat comes bound from the page, and like everything a browser sends it is a claim that `perform` checks.
 */
export function action<K extends Kind, S extends z.ZodType, O>(
  operation: Operation<K, 'command', S, O>,
  { then, hide = [], fresh = false }: { then?: (done: O, hat: HatRef) => string | null; hide?: string[]; fresh?: boolean } = {},
) {
  return async (hat: HatRef, _previous: ActionState<O>, form: FormData): Promise<ActionState<O>> => {
    // Whoever calls an action by hand may send anything in a form's place: it is then an empty one.
    const submission = parseWithZod(form instanceof FormData ? form : new FormData(), { schema: operation.spec.input })
    const lang = await langFor(hat)
    const reply = (formErrors?: string[], fieldErrors?: Record<string, string[]>) =>
      spoken(lang, submission.reply({ ...(formErrors ? { formErrors } : {}), ...(fieldErrors ? { fieldErrors } : {}), ...(hide.length ? { hideFields: hide } : {}) }))
    let done: O
    try {
      await requireSameOrigin()
      if (submission.status !== 'success') return { reply: reply() }
      done = await perform(operation, await currentCaller(), hat, submission.value)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (error.code === 'unauthenticated') redirect(`/sign-in?next=${encodeURIComponent(await currentPath())}`)
      if (error.code === 'step_up') redirect(`/confirm?next=${encodeURIComponent(await currentPath())}`)
      if (error.code === 'invalid') return { reply: reply(undefined, error.fields) }
      return { reply: reply([error.says]), refused: { code: error.code, says: said(error.says, lang), ...(error.shows === undefined ? {} : { shows: error.shows }) } }
    }
    const target = then?.(done, hat)
    if (target) redirect(target)
    if (fresh) refresh()
    return { reply: submission.reply({ resetForm: true }), done }
  }
}
