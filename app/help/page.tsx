import type { Metadata } from 'next'
import { ArrowRight } from 'lucide-react'
import { PageHead } from '@/components/layout/page-head'
import { Section } from '@/components/layout/section'
import { TextLink } from '@/components/ui/text-link'
import { readPrefs } from '../prefs'
import { Reach } from './_components/reach'
import { helpCopy, roads } from './copy'

export async function generateMetadata(): Promise<Metadata> {
  return { title: helpCopy[(await readPrefs()).lang].title }
}

export default async function Help() {
  const copy = helpCopy[(await readPrefs()).lang]
  return (
    <>
      <PageHead title={copy.title} lead={copy.lead} />
      <ul className="border-t border-line">
        {roads.map((road) => (
          <li key={road} className="relative border-b border-line hover:bg-sheet">
            <TextLink look="plain" href={`/help/${road}`} className="row-link flex items-center gap-4 py-4">
              <span className="min-w-0 flex-1">
                <span className="block font-name text-heading">{copy.roads[road].title}</span>
                <span className="block text-small text-ink-soft">{copy.roads[road].hint}</span>
              </span>
              <ArrowRight aria-hidden="true" className="size-5 shrink-0 text-violet" />
            </TextLink>
          </li>
        ))}
      </ul>
      <Section title={copy.reach}>
        <Reach copy={copy} />
      </Section>
    </>
  )
}
