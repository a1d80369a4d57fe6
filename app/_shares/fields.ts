import type { FieldSpec } from '@/app/_components/plain-field'
import type { Lang } from '@/components/layout/words'
import { formatDate } from '@/lib/format/dates'
import { lasting, often, type Choice } from '@/lib/shares/schema'
import { sharesCopy } from './_copy/shares'

/** Who gets it, and how the link gets there. */
export function recipientFields(lang: Lang, chosen: Lang = lang): FieldSpec[] {
  const say = sharesCopy[lang]
  return [
    { name: 'recipientName', label: say.name, hint: say.nameHint, maxLength: 80, autoComplete: 'off' },
    { name: 'channel', label: say.how, kind: 'radio', value: 'show', choices: [{ value: 'show', label: say.show, hint: say.showHint }, { value: 'mail', label: say.mail, hint: say.mailHint }] },
    { name: 'recipientEmail', label: say.email, kind: 'email', hint: say.emailHint, optional: true, autoComplete: 'off' },
    { name: 'language', label: say.language, kind: 'select', value: chosen, choices: [{ value: 'en', label: 'English' }, { value: 'es', label: 'Español' }] },
  ]
}

/** The form of a share: papers, recipient, for how long. */
export function shareFields(lang: Lang, documents: readonly Choice[], ticked: string | undefined, save: boolean): FieldSpec[] {
  const say = sharesCopy[lang]
  const [name, ...way] = recipientFields(lang)
  return [
    {
      name: 'documents', label: say.documents, kind: 'checks', value: documents.some(({ id }) => id === ticked) && ticked ? [ticked] : [],
      choices: documents.map(({ id, title, takenOn, markable }) => ({
        value: id, label: title, hint: `${takenOn ? `${formatDate(takenOn, lang)}, ` : ''}${markable ? say.marked : say.fileOnly}`,
      })),
    },
    ...(name ? [name] : []),
    { name: 'purpose', label: say.purpose, kind: 'lines', optional: true, maxLength: 300 },
    ...way,
    { name: 'hours', label: say.hours, kind: 'select', value: '24', choices: lasting.map((value) => ({ value, label: say.hoursOf[value] })) },
    { name: 'uses', label: say.often, kind: 'select', value: '3', hint: say.oftenHint, choices: often.map((value) => ({ value, label: say.oftenOf[value] })) },
    { name: 'save', label: say.keepLabel, kind: 'checks', value: save ? ['yes'] : [], choices: [{ value: 'yes', label: say.keep, hint: say.keepHint }] },
  ]
}
