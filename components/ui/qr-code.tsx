import { encode } from 'uqr'

type Props = {
  value: string
  /** What the code is for; it is an image to a screen reader. */
  label: string
  className?: string | undefined
}

/** A QR code drawn on the server as one path. Always dark on white: scanners want it so in dark mode too. */
export function QrCode({ value, label, className = 'w-full max-w-60' }: Props) {
  const { data, size } = encode(value, { ecc: 'M', border: 2 })
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('')
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" className={className}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#0b1f19" />
    </svg>
  )
}
