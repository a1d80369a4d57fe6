import { adultTeeth, crownOutline, milkTeeth, type Jaw } from './arch-geometry'

type Props = {
  /** '1' to '32' for permanent teeth, 'A' to 'T' for primary ones. Unknown labels are left out. */
  teeth: readonly string[]
  /** What a screen reader says: "Tooth 19". Leave out where the words stand beside it. */
  label?: string | undefined
  className?: string | undefined
}

const both: readonly Jaw[] = ['upper', 'lower']

/** The arch, tiny, with the teeth in question stained violet. Only the jaw they stand in is drawn. */
export function TeethMark({ teeth, label, className = 'h-7' }: Props) {
  const milk = teeth.length > 0 && teeth.every((tooth) => /^[A-T]$/u.test(tooth))
  const set = milk ? milkTeeth : adultTeeth
  const named = both.filter((jaw) => set[jaw].some((tooth) => teeth.includes(tooth.label)))
  const jaws = named.length === 0 ? both : named
  const { wide, high, apart } = milk ? { wide: 56, high: 40, apart: 66 } : { wide: 76, high: 62, apart: 114 }
  const top = jaws[0] === 'lower' ? -high + 6 : -7
  const tall = jaws.length === 2 ? apart + 14 : high
  return (
    <svg
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      viewBox={`${-wide / 2} ${top} ${wide} ${tall}`}
      className={className}
    >
      {jaws.flatMap((jaw) =>
        set[jaw].map((tooth) => {
          const marked = teeth.includes(tooth.label)
          const y = jaws.length === 2 && jaw === 'lower' ? tooth.y + apart : tooth.y
          return (
            <path
              key={tooth.label}
              d={crownOutline(tooth, marked ? 1.3 : 0.86)}
              transform={`translate(${tooth.x.toFixed(2)} ${y.toFixed(2)}) rotate(${tooth.turn.toFixed(1)})`}
              fill="currentColor"
              className={marked ? 'text-violet' : 'text-line-strong opacity-55'}
            />
          )
        }),
      )}
    </svg>
  )
}
