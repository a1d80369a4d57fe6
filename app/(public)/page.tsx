import type { Metadata } from 'next'
import { ArrowRight } from 'lucide-react'
import { Banner } from '@/components/ui/banner'
import { ButtonLink } from '@/components/ui/button-link'
import { TextLink } from '@/components/ui/text-link'
import { readPrefs } from '../prefs'
import { Specimen } from './_components/specimen'
import { homeCopy } from './_copy/home'

export const metadata: Metadata = { title: { absolute: 'Enamel: every record says who has read it' }, robots: { index: true, follow: true } }

const column = 'mx-auto w-full max-w-6xl px-5 sm:px-8'

export default async function Home() {
  const { lang, demo } = await readPrefs()
  const copy = homeCopy[lang]
  return (
    <>
      <section className={`${column} grid items-center gap-x-14 gap-y-14 pt-8 pb-20 sm:pt-10 lg:grid-cols-[1.15fr_1fr] lg:pb-24`}>
        <div>
          <h1 className="font-name text-display font-[420] tracking-[-0.03em]">{copy.title}</h1>
          <p className="mt-6 max-w-[31rem] text-lead text-ink-soft">{copy.lead}</p>
          <div className="mt-8 flex flex-wrap items-center gap-x-6 gap-y-3">
            <ButtonLink href="/sign-in" size="lg">
              {copy.enter}
            </ButtonLink>
            <a href="#how" className="inline-flex min-h-11 items-center font-semibold underline decoration-line-strong underline-offset-[0.25em] hover:decoration-2">
              {copy.how}
            </a>
          </div>
          {demo ? (
            <Banner tone="warning" className="mt-8 max-w-[31rem]">
              {copy.demo}
            </Banner>
          ) : null}
        </div>
        <Specimen copy={copy} />
      </section>

      <section aria-label={copy.forWhom} className={`${column} grid gap-x-12 gap-y-12 pb-20 md:grid-cols-3`}>
        {copy.audiences.map((audience) => (
          <div key={audience.name} className="border-t-2 border-ink pt-4">
            <h2 className="font-name text-heading">{audience.name}</h2>
            <p className="mt-2 text-ink-soft">{audience.text}</p>
            <ul className="mt-5 divide-y divide-line border-y border-line text-small">
              {audience.facts.map((fact) => (
                <li key={fact} className="py-2.5">
                  {fact}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </section>

      <section id="how" className="on-rail bg-rail text-rail-ink">
        <div className={`${column} grid gap-x-14 gap-y-10 py-16 lg:grid-cols-[1fr_1.6fr] lg:py-24`}>
          <div>
            <h2 className="font-name text-title">{copy.stepsTitle}</h2>
            <p className="mt-4 max-w-[24rem] text-rail-soft">{copy.stepsLead}</p>
          </div>
          <ol className="border-b border-rail-line">
            {copy.steps.map((step, i) => (
              <li key={step.name} className="grid grid-cols-[2.25rem_1fr] border-t border-rail-line py-4 sm:grid-cols-[2.25rem_13rem_1fr]">
                <span aria-hidden="true" className="font-name text-name text-rail-mark">
                  {i + 1}
                </span>
                <h3 className="font-name text-name">{step.name}</h3>
                <p className="text-small text-rail-soft max-sm:col-start-2">{step.text}</p>
              </li>
            ))}
          </ol>
        </div>
      </section>

      <section className={`${column} grid gap-x-14 gap-y-6 pt-16 lg:grid-cols-[1fr_1.6fr] lg:pt-24`}>
        <h2 className="font-name text-title">{copy.whyTitle}</h2>
        <div className="max-w-[38rem] space-y-4 text-ink-soft">
          {copy.why.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          <p>
            <TextLink href="/security" className="inline-flex min-h-11 items-center gap-2 font-semibold">
              {copy.whyLink}
              <ArrowRight aria-hidden="true" className="size-4" />
            </TextLink>
          </p>
        </div>
      </section>
    </>
  )
}
