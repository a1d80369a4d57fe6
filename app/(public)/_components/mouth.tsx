import { adultTeeth, crownGrooves, crownOutline } from '@/components/ui/arch-geometry'
import { cn } from '@/components/ui/cn'

/* Both arches, as a chart shows them, with the one tooth in question stained. */
const apart = 60

export function Mouth({ tooth, className }: { tooth: string; className?: string | undefined }) {
  const all = [...adultTeeth.upper, ...adultTeeth.lower.map((one) => ({ ...one, y: one.y + apart * 2 }))]
  return (
    <svg aria-hidden="true" viewBox="-37 -7 74 134" className={className} fill="none">
      {all.map((one) => {
        const stained = one.label === tooth
        return (
          <g
            key={one.label}
            transform={`translate(${one.x.toFixed(2)} ${one.y.toFixed(2)}) rotate(${one.turn.toFixed(1)})`}
            stroke="currentColor"
            strokeLinejoin="round"
            strokeLinecap="round"
            className={stained ? 'text-violet' : 'text-line-strong'}
          >
            <path d={crownOutline(one, 0.92)} strokeWidth={stained ? 0.7 : 0.32} className={stained ? 'fill-violet' : 'fill-sheet'} />
            <path d={crownGrooves(one)} strokeWidth="0.3" className={cn(stained ? 'stroke-on-violet' : 'opacity-80')} />
          </g>
        )
      })}
    </svg>
  )
}
