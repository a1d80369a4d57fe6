import { Avatar } from '@/components/ui/avatar'
import { Status } from '@/components/ui/status'
import { TeethMark } from '@/components/ui/teeth-mark'
import { WitnessLine, type WitnessMark } from '@/components/ui/witness-line'
import { Specimen } from './specimen'

const others = (count: number): WitnessMark[] => Array.from({ length: count }, () => ({ by: 'other' }))

export function Witnesses() {
  return (
    <>
      <Specimen name="Witness line">
        <div>
          <p className="font-name text-title">Bitewing radiographs, left side</p>
          <p className="mt-1.5 flex flex-wrap gap-x-4 text-small text-ink-soft">
            <span>Radiograph</span>
            <span>4 November</span>
            <span className="inline-flex items-center gap-1.5">
              <TeethMark teeth={['19']} className="h-5" /> Tooth 19
            </span>
          </p>
          <WitnessLine size="lg" href="/demo/styles" className="mt-2" marks={[...others(1), { by: 'self' }, ...others(1)]}>
            Opened by 3 people, last by Dr. Okafor, 12 Nov
          </WitnessLine>
        </div>
        <WitnessLine marks={[]}>Nobody has opened this yet</WitnessLine>
        <WitnessLine marks={[{ by: 'self' }]}>Opened by you alone, 10 Nov</WitnessLine>
        <WitnessLine marks={[...others(3), { by: 'refused' }, { by: 'self' }]}>Opened by 4 people; once refused to somebody without a right to it</WitnessLine>
        <WitnessLine marks={[0.02, 0.05, 0.31, 0.34, 0.36, 0.71, 0.98].map((at) => ({ by: 'other', at }))}>Seven times in a year, most of them around the visit in May</WitnessLine>
        <WitnessLine size="sm" marks={others(24)}>Opened by 31 people</WitnessLine>
      </Specimen>
      <Specimen name="Teeth">
        <div className="flex flex-wrap items-end gap-6">
          <TeethMark teeth={['19']} label="Tooth 19" />
          <TeethMark teeth={['1', '16', '17', '32']} label="Wisdom teeth" className="h-14" />
          <TeethMark teeth={['8', '9']} label="Teeth 8 and 9" className="h-14" />
          <TeethMark teeth={['E', 'F']} label="Milk teeth E and F" className="h-10" />
        </div>
      </Specimen>
      <Specimen name="Status">
        <div className="flex flex-wrap gap-x-7 gap-y-3">
          <Status tone="busy">Being checked</Status>
          <Status tone="watch">Held</Status>
          <Status tone="ready">Ready</Status>
          <Status tone="done">Released to Maya Lindqvist</Status>
          <Status tone="attention">Rejected</Status>
          <Status tone="ended">Withdrawn</Status>
          <Status tone="none">Not filed</Status>
        </div>
        <div className="flex flex-wrap items-center gap-4">
          <Avatar name="Maya Lindqvist" size="sm" />
          <Avatar name="Dr. Ifeoma Okafor" />
          <Avatar name="Tomás Reyes" size="lg" tone="violet" />
        </div>
      </Specimen>
    </>
  )
}
