import { adultTeeth, crownGrooves, crownOutline, type Jaw } from './arch-geometry'

/** One jaw as a line drawing, for the few places that may carry an ornament. Takes the text colour. */
export function Arch({ jaw, className }: { jaw: Jaw; className?: string | undefined }) {
  return (
    <svg aria-hidden="true" viewBox={jaw === 'upper' ? '-36 -6 72 62' : '-36 -56 72 62'} className={className} fill="none">
      {adultTeeth[jaw].map((tooth) => (
        <g
          key={tooth.label}
          transform={`translate(${tooth.x.toFixed(2)} ${tooth.y.toFixed(2)}) rotate(${tooth.turn.toFixed(1)})`}
          stroke="currentColor"
          strokeLinejoin="round"
          strokeLinecap="round"
        >
          <path d={crownOutline(tooth)} strokeWidth="0.9" />
          <path d={crownGrooves(tooth)} strokeWidth="0.5" opacity="0.7" />
        </g>
      ))}
    </svg>
  )
}
