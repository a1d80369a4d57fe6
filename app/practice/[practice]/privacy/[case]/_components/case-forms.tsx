'use client'

import { PlainForm } from '@/app/_components/plain-form'
import { withHat } from '@/app/_components/with-hat'
import { close, note } from '../actions'

type Props = { practice: string; case: string }

export function NoteForm({ practice, case: id }: Props) {
  return (
    <PlainForm
      act={withHat(note, { practice })} hidden={{ case: id }} submit="Add the note" pending="Adding…" variant="secondary" refused="The note was not added"
      fields={[{ name: 'text', label: 'Note', kind: 'lines', hint: 'What is written stays.', maxLength: 4000 }]}
    />
  )
}

export function CloseForm({ practice, case: id }: Props) {
  return (
    <PlainForm
      act={withHat(close, { practice })} hidden={{ case: id }} submit="Close the case" pending="Closing…" refused="The case was not closed"
      fields={[
        { name: 'finding', label: 'What was found out', kind: 'lines', maxLength: 4000 },
        { name: 'done', label: 'What was done about it', kind: 'lines', hint: 'Whom you told and when, what changed so that it does not happen again.', maxLength: 4000 },
      ]}
    />
  )
}
