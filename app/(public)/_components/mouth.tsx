import { adultTeeth, crownGrooves, crownOutline } from '@/components/ui/arch-geometry'
import { cn } from '@/components/ui/cn'

/* How far each jaw stands from the other, in millimetres of the drawing. */
const apart = 112

/** Both arches as a chart shows them, with one tooth stained and a line drawn from it towards the middle. */
export function Mouth({ tooth, className }: { tooth: string; className?: string | undefined }) {
  const all = [...adultTeeth.upper, ...adultTeeth.lower.map((one) => ({ ...one, y: one.y + apart }))]
  const named = all.find((one) => one.label === tooth)
  return (
    <svg aria-hidden="true" viewBox="-36.5 -7 73 126" className={className} fill="none" strokeLinejoin="round" strokeLinecap="round">
      {named ? (
        <path
          d={`M${(named.x - 6.2).toFixed(2)} ${(named.y - 1).toFixed(2)}L${(named.x - 9.5).toFixed(2)} ${(named.y - 7).toFixed(2)}H-18`}
          stroke="currentColor"
          strokeWidth="0.28"
          className="text-violet"
        />
      ) : null}
      {all.map((one) => {
        const stained = one.label === tooth
        return (
          <g
            key={one.label}
            transform={`translate(${one.x.toFixed(2)} ${one.y.toFixed(2)}) rotate(${one.turn.toFixed(1)})`}
            stroke="currentColor"
            className={stained ? 'text-violet' : 'text-line-strong'}
          >
            <path d={crownOutline(one, 0.93)} strokeWidth={stained ? 0.6 : 0.24} className={stained ? 'fill-violet' : 'fill-sheet'} />
            <path d={crownGrooves(one)} strokeWidth="0.22" className={cn(stained ? 'stroke-on-violet' : 'opacity-70')} />
          </g>
        )
      })}
    </svg>
  )
}
