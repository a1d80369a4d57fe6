/** Nine ticks along an arch: teeth, and those who have looked. The violet one is the last. */
export function BrandMark({ className = 'size-7' }: { className?: string | undefined }) {
  const ticks = Array.from({ length: 9 }, (_, i) => {
    const angle = ((-104 + i * 26) * Math.PI) / 180
    const at = (radius: number) => `${(16 + radius * Math.sin(angle)).toFixed(2)} ${(18 - radius * Math.cos(angle)).toFixed(2)}`
    return { d: `M${at(7.5)}L${at(i === 6 ? 15 : 12.5)}`, last: i === 6 }
  })
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={className} fill="none" strokeLinecap="round" strokeWidth="3">
      {ticks.map((tick) => (
        <path key={tick.d} d={tick.d} stroke="currentColor" className={tick.last ? 'text-(--mark,var(--violet))' : undefined} />
      ))}
    </svg>
  )
}
