import { redirect } from 'next/navigation'
import { PageHead } from '@/components/layout/page-head'
import { TextLink } from '@/components/ui/text-link'
import { readPrefs, speak } from '@/app/prefs'
import { Sentence } from '@/components/ui/sentence'
import { ask } from '@/lib/access/page'
import { thisPhone } from '@/lib/phones/queries'
import { ownPath, withNext } from '@/lib/sign-in/rules'
import { phoneCopy } from './_copy/phone'
import { greeting, PhoneForm } from './_components/phone-form'

export const generateMetadata = async () => ({ title: (await speak(phoneCopy)).tab })

/** Opens the portal on a phone that its owner enrolled, and again after it locked. */
export default async function Page({ searchParams }: PageProps<'/phone'>) {
  const next = ownPath((await searchParams)['next'])
  const phone = await ask(thisPhone, 'visitor', {})
  if (!phone) redirect(withNext('/sign-in', next))
  const { lang } = await readPrefs()
  const say = phoneCopy[lang]
  return (
    <>
      <PageHead {...greeting(phone, lang)} />
      <PhoneForm next={next} />
      <p className="mt-6 text-small text-ink-soft">
        <Sentence text={phone.firstName ? say.notName : say.notYou} parts={{ name: phone.firstName, link: <TextLink href={withNext('/sign-in', next)}>{say.otherWay}</TextLink> }} />
      </p>
    </>
  )
}
