import { Trouble } from '@/components/layout/trouble'
import { ButtonLink } from '@/components/ui/button-link'
import { ReadAloud } from './_components/read-aloud'
import { readPrefs } from './prefs'
import { troubleCopy } from './trouble-copy'

export default async function Forbidden() {
  const prefs = await readPrefs()
  const { forbidden } = troubleCopy[prefs.lang]
  return (
    <Trouble {...prefs} reader={<ReadAloud />} title={forbidden.title} actions={<ButtonLink href="/hats">{forbidden.act}</ButtonLink>}>
      {forbidden.text.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Trouble>
  )
}
