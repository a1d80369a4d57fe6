import { Trouble } from '@/components/layout/trouble'
import { ButtonLink } from '@/components/ui/button-link'
import { ReadAloud } from './_components/read-aloud'
import { readPrefs } from './prefs'
import { troubleCopy } from './trouble-copy'

export default async function Unauthorized() {
  const prefs = await readPrefs()
  const { unauthorized } = troubleCopy[prefs.lang]
  return (
    <Trouble {...prefs} reader={<ReadAloud />} title={unauthorized.title} actions={<ButtonLink href="/sign-in">{unauthorized.act}</ButtonLink>}>
      {unauthorized.text.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Trouble>
  )
}
