import type { Lang } from '@/components/layout/words'
import { formatLastDay } from '@/lib/format/dates'
import { inWords } from '@/lib/format/names'
import type { Reach, Scope, Task } from '@/lib/proxies/schema'

const en = {
  as: { parent: 'as a parent', guardian: 'as the legal guardian', carer: 'as a carer', helper: 'as a helper' } as Record<string, string>,
  until: (day: string) => `until ${day}`,
  all: 'You see everything that is shared.',
  some: (list: string) => `You see ${list}.`,
  apart: 'You do not see what others send.',
  one: (task: string) => `You are here for one thing: ${task}.`,
  and: 'and',
  // As within a sentence; a proper noun or an abbreviation keeps its capital.
  kinds: {
    radiograph: 'X-rays', photograph: 'photographs', treatment_plan: 'treatment plans', consent: 'consents', referral: 'referrals', lab_report: 'lab reports',
    insurance: 'insurance papers', statement: 'statements', letter: 'letters', identification: 'identification', other: 'other documents', visits: 'visits',
  } as Record<Reach, string>,
  tasks: {
    insurance_card: (name: string) => `send ${name}’s insurance card`,
    identification: (name: string) => `send ${name}’s identity card`,
    earlier_xrays: (name: string) => `send ${name}’s X-rays from another office`,
    signed_form: (name: string) => `send ${name}’s signed form`,
    something_else: (name: string) => `send what the practice asked for, for ${name}`,
  } as Record<Task, (name: string) => string>,
}

export type ReachCopy = typeof en

const es: ReachCopy = {
  as: { parent: 'como padre o madre', guardian: 'como tutor legal', carer: 'como cuidador', helper: 'como ayudante' },
  until: (day) => `hasta el ${day}`,
  all: 'Usted ve todo lo que se comparte.',
  some: (list) => `Usted ve ${list}.`,
  apart: 'No ve lo que envían otras personas.',
  one: (task) => `Está aquí para una sola cosa: ${task}.`,
  and: 'y',
  kinds: {
    radiograph: 'radiografías', photograph: 'fotografías', treatment_plan: 'planes de tratamiento', consent: 'consentimientos', referral: 'derivaciones', lab_report: 'informes de laboratorio',
    insurance: 'papeles del seguro', statement: 'estados de cuenta', letter: 'cartas', identification: 'identificaciones', other: 'otros documentos', visits: 'citas',
  },
  tasks: {
    insurance_card: (name) => `enviar la tarjeta del seguro de ${name}`,
    identification: (name) => `enviar la identificación de ${name}`,
    earlier_xrays: (name) => `enviar las radiografías de ${name} de otra consulta`,
    signed_form: (name) => `enviar el formulario firmado de ${name}`,
    something_else: (name) => `enviar lo que pidió la consulta para ${name}`,
  },
}

export const reachCopy: Record<Lang, ReachCopy> = { en, es }

/** "X-rays, letters and visits", in the reader's language. */
export function kindsInWords(categories: readonly string[], lang: Lang): string {
  const say = reachCopy[lang]
  return inWords(categories.map((kind) => say.kinds[kind as Reach]), say.and)
}

type Reaching = { scope: Scope; categories: readonly string[]; task: string | null }

/** What is to be done, as a sentence of its own: "Send Ana’s insurance card". */
export function taskTitle(task: string | null, name: string, lang: Lang): string {
  const words = reachCopy[lang].tasks[(task ?? 'something_else') as Task](name)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** How far an access reaches: "You see X-rays and letters." */
export function reachSentence({ scope, categories, task }: Reaching, name: string, lang: Lang): string {
  const say = reachCopy[lang]
  if (scope === 'task') return say.one(say.tasks[(task ?? 'something_else') as Task](name))
  return scope === 'all' ? say.all : say.some(kindsInWords(categories, lang))
}

/** In whose name and until when: "as a parent, until May 3, 2027." */
export function standing(relation: string, until: Date | null, timeZone: string, lang: Lang): string {
  const say = reachCopy[lang]
  return [say.as[relation] ?? say.as['helper'], ...(until ? [say.until(formatLastDay(until, timeZone, lang))] : [])].join(', ')
}
