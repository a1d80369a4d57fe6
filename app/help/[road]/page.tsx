import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { ButtonLink } from '@/components/ui/button-link'
import { readPrefs } from '../../prefs'
import { Reach } from '../_components/reach'
import { helpCopy, roads, type Road } from '../copy'

type Props = { params: Promise<{ road: string }> }

async function roadOf({ params }: Props): Promise<Road> {
  const { road } = await params
  return roads.find((known) => known === road) ?? notFound()
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: helpCopy[(await readPrefs()).lang].roads[await roadOf(props)].title }
}

export default async function HelpRoad(props: Props) {
  const road = await roadOf(props)
  const copy = helpCopy[(await readPrefs()).lang]
  const { title, now, after } = copy.roads[road]
  return (
    <>
      <PageHead title={title} crumbs={{ label: copy.title, items: [{ label: copy.title, href: '/help' }, { label: title }] }} />
      <Section title={copy.now}>
        <ol className="border-t border-line">
          {now.map((step, i) => (
            <li key={step} className="grid grid-cols-[2rem_1fr] border-b border-line py-3">
              <span aria-hidden="true" className="font-name text-name text-violet">
                {i + 1}
              </span>
              {step}
            </li>
          ))}
        </ol>
        {road === 'account' || road === 'office' ? (
          <ButtonLink href={road === 'account' ? '/account' : '/hats'} variant="secondary" className="mt-4">
            {road === 'account' ? copy.account : copy.switcher}
          </ButtonLink>
        ) : null}
      </Section>
      <Section title={copy.reach}>
        <Reach copy={copy} road={road} />
      </Section>
      <Section title={copy.after}>
        <p className="text-ink-soft">{after}</p>
      </Section>
    </>
  )
}
