import { WitnessLine } from '@/components/ui/witness-line'
import type { homeCopy } from '../_copy/home'
import { Mouth } from './mouth'

type Copy = (typeof homeCopy)['en']

/** The promise, shown on an invented record that stands where the tooth does: the paper and those who opened it. */
export function Specimen({ copy }: { copy: Copy }) {
  return (
    <figure className="relative mx-auto w-full max-w-[27.5rem]">
      <Mouth tooth="19" className="w-full" />
      <figcaption className="absolute start-[25.4%] bottom-[32%] w-[49%]">
        <p className="text-micro text-ink-faint max-sm:sr-only">{copy.specimenNote}</p>
        <p className="font-name text-[1.125rem]/[1.2] sm:text-heading">{copy.specimen}</p>
        <WitnessLine size="sm" marks={[{ by: 'other' }, { by: 'self' }, { by: 'other' }]} className="mt-1.5">
          {copy.witness}
        </WitnessLine>
        <ol className="mt-2 sm:mt-3">
          {copy.looks.map((look) => (
            <li key={look.when} className="border-t border-line py-1 text-micro sm:py-2">
              <span className="block font-semibold sm:text-small">{look.who}</span>
              <span className="flex flex-wrap justify-between gap-x-3 text-ink-soft">
                <span className="max-sm:sr-only">{look.role}</span>
                <span>{look.when}</span>
              </span>
            </li>
          ))}
        </ol>
      </figcaption>
    </figure>
  )
}
