import type { Metadata } from 'next'
import { Trouble } from '@/components/layout/trouble'
import { ButtonLink } from '@/components/ui/button-link'
import { ReadAloud } from './_components/read-aloud'
import { readPrefs } from './prefs'
import { troubleCopy } from './trouble-copy'

export async function generateMetadata(): Promise<Metadata> {
  return { title: troubleCopy[(await readPrefs()).lang].missing.title }
}

/** One page for "not there" and "not yours"; it must never learn which of the two it was. */
export default async function NotFound() {
  const prefs = await readPrefs()
  const { missing } = troubleCopy[prefs.lang]
  return (
    <Trouble
      {...prefs}
      reader={<ReadAloud />}
      title={missing.title}
      actions={
        <>
          <ButtonLink href="/hats">{missing.act}</ButtonLink>
          <ButtonLink href="/" variant="quiet">
            {missing.home}
          </ButtonLink>
        </>
      }
    >
      {missing.text.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Trouble>
  )
}
