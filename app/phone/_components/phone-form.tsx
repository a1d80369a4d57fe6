import { PlainForm } from '@/app/_components/plain-form'
import { speak } from '@/app/prefs'
import { Sentence } from '@/components/ui/sentence'
import { TextLink } from '@/components/ui/text-link'
import type { Lang } from '@/lib/format/lang'
import { plural } from '@/lib/format/plurals'
import { phoneCopy } from '../_copy/phone'
import { enter } from '../actions'

/** Six digits on an enrolled phone. */
export async function PhoneForm({ next }: { next: string | null }) {
  const say = await speak(phoneCopy)
  return (
    <PlainForm
      act={enter.bind(null, 'visitor')}
      hidden={next ? { next } : {}}
      fields={[{ name: 'pin', label: say.digits, kind: 'pin', autoComplete: 'current-password' }]}
      submit={say.open}
      pending={say.opening}
      refused={say.refused}
      wrong={say.wrong}
      gone={<Sentence text={say.gone} parts={{ link: <TextLink href="/sign-in">{say.signIn}</TextLink> }} />}
      wide
    />
  )
}

/** The greeting over it. */
export function greeting({ firstName, triesLeft }: { firstName: string; triesLeft: number }, lang: Lang) {
  const say = phoneCopy[lang]
  return { title: firstName ? say.helloName(firstName) : say.hello, lead: triesLeft < 5 ? plural(lang, triesLeft, say.triesLeft) : undefined }
}
