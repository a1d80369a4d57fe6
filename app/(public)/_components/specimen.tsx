import { WitnessLine } from '@/components/ui/witness-line'
import type { homeCopy } from '../_copy/home'
import { Mouth } from './mouth'

type Copy = (typeof homeCopy)['en']

/** The promise, shown on an invented record: the tooth, the paper, and those who opened it. */
export function Specimen({ copy }: { copy: Copy }) {
  return (
    <figure className="relative grid grid-cols-[minmax(0,42%)_1fr] items-end gap-x-5 sm:gap-x-8">
      <Mouth tooth="19" className="w-full" />
      <div className="relative min-w-0 pb-[6%]">
        <span aria-hidden="true" className="absolute -start-[15%] top-3.5 w-[12%] border-t border-violet" />
        <figcaption className="text-micro text-ink-faint">{copy.specimenNote}</figcaption>
        <p className="font-name text-heading">{copy.specimen}</p>
        <ol className="mt-3 border-t border-line">
          {copy.looks.map((look) => (
            <li key={look.when} className="border-b border-line py-2 text-small">
              <span className="block font-semibold">{look.who}</span>
              <span className="flex flex-wrap justify-between gap-x-4 text-micro text-ink-soft">
                <span>{look.role}</span>
                <span>{look.when}</span>
              </span>
            </li>
          ))}
        </ol>
        <WitnessLine marks={[{ by: 'other' }, { by: 'self' }, { by: 'other' }]} className="mt-3">
          {copy.witness}
        </WitnessLine>
      </div>
    </figure>
  )
}
