import { adultTeeth, crownOutline, milkTeeth } from './arch-geometry'

type Props = {
  /** '1' to '32' for permanent teeth, 'A' to 'T' for primary ones. Unknown labels are left out. */
  teeth: readonly string[]
  /** What a screen reader says: "Tooth 19". Leave out where the words stand beside it. */
  label?: string | undefined
  className?: string | undefined
}

/** Both arches, tiny, with the teeth in question stained violet. */
export function TeethMark({ teeth, label, className = 'h-9 w-7' }: Props) {
  const set = teeth.length > 0 && teeth.every((tooth) => /^[A-T]$/u.test(tooth)) ? milkTeeth : adultTeeth
  const gap = set === milkTeeth ? 30 : 52
  return (
    <svg
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      viewBox={set === milkTeeth ? '-28 -5 56 70' : '-36 -6 72 116'}
      className={className}
    >
      {(['upper', 'lower'] as const).flatMap((jaw) =>
        set[jaw].map((tooth) => {
          const marked = teeth.includes(tooth.label)
          const y = jaw === 'upper' ? tooth.y : tooth.y + gap * 2
          return (
            <path
              key={tooth.label}
              d={crownOutline(tooth, marked ? 1.25 : 0.82)}
              transform={`translate(${tooth.x.toFixed(2)} ${y.toFixed(2)}) rotate(${tooth.turn.toFixed(1)})`}
              fill="currentColor"
              className={marked ? 'text-violet' : 'text-line-strong opacity-60'}
            />
          )
        }),
      )}
    </svg>
  )
}
