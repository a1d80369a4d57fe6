/**
 * Where each tooth stands on the dental arch, seen from the chewing side as a chart draws it: patient's right on
 * the left of the page, upper jaw above. Average crown widths and depths in millimetres, from the midline back.
 */
type Crown = { width: number; depth: number; kind: 'incisor' | 'canine' | 'premolar' | 'molar' }

export type PlacedTooth = { label: string; x: number; y: number; turn: number; width: number; depth: number; kind: Crown['kind'] }
export type Jaw = 'upper' | 'lower'

const crown = (kind: Crown['kind'], width: number, depth: number): Crown => ({ kind, width, depth })

const adult: Record<Jaw, readonly Crown[]> = {
  upper: [
    crown('incisor', 8.5, 7), crown('incisor', 6.6, 6.2), crown('canine', 7.6, 8), crown('premolar', 7, 9),
    crown('premolar', 6.8, 9), crown('molar', 10.2, 11), crown('molar', 9.4, 11), crown('molar', 8.6, 10),
  ],
  lower: [
    crown('incisor', 5.3, 6), crown('incisor', 5.8, 6.4), crown('canine', 6.9, 7.6), crown('premolar', 7, 7.8),
    crown('premolar', 7.2, 8.2), crown('molar', 11.2, 10.4), crown('molar', 10.6, 10), crown('molar', 10, 9.6),
  ],
}

const milk: Record<Jaw, readonly Crown[]> = {
  upper: [crown('incisor', 6.5, 5), crown('incisor', 5.2, 4.6), crown('canine', 6.8, 7), crown('molar', 7.4, 8.6), crown('molar', 8.8, 9.8)],
  lower: [crown('incisor', 4.6, 4.2), crown('incisor', 4.8, 4.6), crown('canine', 6, 5.4), crown('molar', 8, 7.2), crown('molar', 9.8, 8.8)],
}

/* Half of an arch as an ellipse's quarter and a little more; walked by length so that neighbours touch. */
function walk(crowns: readonly Crown[], across: number, along: number): { x: number; y: number; turn: number; crown: Crown }[] {
  const placed: { x: number; y: number; turn: number; crown: Crown }[] = []
  let angle = 0
  const forward = (length: number) => {
    for (let left = length; left > 0; left -= 0.05) {
      angle += 0.05 / Math.hypot(across * Math.cos(angle), along * Math.sin(angle))
    }
  }
  for (const one of crowns) {
    forward(one.width / 2)
    const turn = Math.atan2(along * Math.sin(angle), across * Math.cos(angle))
    placed.push({ x: across * Math.sin(angle), y: along * (1 - Math.cos(angle)), turn: (turn * 180) / Math.PI, crown: one })
    forward(one.width / 2)
  }
  return placed
}

function lay(jaw: Jaw, set: Record<Jaw, readonly Crown[]>, labels: readonly string[]): readonly PlacedTooth[] {
  const crowns = set[jaw]
  const small = crowns.length < 8
  const half = walk(crowns, small ? 21 : jaw === 'upper' ? 29 : 26.5, small ? 27 : jaw === 'upper' ? 49 : 47)
  const flip = jaw === 'upper' ? 1 : -1
  const left = half.toReversed().map((tooth) => ({ ...tooth, x: -tooth.x, turn: -tooth.turn }))
  /* Upper labels run left to right on the page, lower ones right to left. */
  const row = jaw === 'upper' ? [...left, ...half] : [...left, ...half].toReversed()
  return row.map((tooth, i) => ({
    label: labels[i] ?? '',
    x: tooth.x,
    y: tooth.y * flip,
    turn: tooth.turn * flip,
    width: tooth.crown.width,
    depth: tooth.crown.depth,
    kind: tooth.crown.kind,
  }))
}

const count = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => String(from + i))
const letters = (text: string) => Array.from(text)

/** Permanent teeth, 1 to 16 above and 17 to 32 below. */
export const adultTeeth: Record<Jaw, readonly PlacedTooth[]> = {
  upper: lay('upper', adult, count(1, 16)),
  lower: lay('lower', adult, count(17, 32)),
}

/** Primary teeth, A to J above and K to T below. */
export const milkTeeth: Record<Jaw, readonly PlacedTooth[]> = {
  upper: lay('upper', milk, letters('ABCDEFGHIJ')),
  lower: lay('lower', milk, letters('KLMNOPQRST')),
}

/** The outline of a crown seen from above, centred on 0,0, as SVG path data. */
export function crownOutline(tooth: PlacedTooth, shrink = 0.9): string {
  const w = (tooth.width / 2) * shrink
  const d = (tooth.depth / 2) * shrink
  const n = (value: number) => value.toFixed(2)
  if (tooth.kind === 'molar') {
    const k = 0.5
    const dent = d * 0.86
    return (
      `M${n(-w)} 0C${n(-w)} ${n(-d * 0.8)} ${n(-w * 0.8)} ${n(-d)} ${n(-w * k)} ${n(-d)}Q0 ${n(-dent)} ${n(w * k)} ${n(-d)}` +
      `C${n(w * 0.8)} ${n(-d)} ${n(w)} ${n(-d * 0.8)} ${n(w)} 0C${n(w)} ${n(d * 0.8)} ${n(w * 0.8)} ${n(d)} ${n(w * k)} ${n(d)}` +
      `Q0 ${n(dent)} ${n(-w * k)} ${n(d)}C${n(-w * 0.8)} ${n(d)} ${n(-w)} ${n(d * 0.8)} ${n(-w)} 0Z`
    )
  }
  if (tooth.kind === 'incisor') {
    return (
      `M${n(-w)} ${n(-d * 0.25)}C${n(-w)} ${n(-d * 0.75)} ${n(-w * 0.6)} ${n(-d * 0.8)} 0 ${n(-d * 0.85)}` +
      `C${n(w * 0.6)} ${n(-d * 0.8)} ${n(w)} ${n(-d * 0.75)} ${n(w)} ${n(-d * 0.25)}` +
      `C${n(w)} ${n(d * 0.35)} ${n(w * 0.5)} ${n(d * 0.85)} 0 ${n(d * 0.85)}C${n(-w * 0.5)} ${n(d * 0.85)} ${n(-w)} ${n(d * 0.35)} ${n(-w)} ${n(-d * 0.25)}Z`
    )
  }
  const tip = tooth.kind === 'canine' ? 0.5 : 0.62
  return (
    `M${n(-w)} 0C${n(-w)} ${n(-d * tip)} ${n(-w * 0.6)} ${n(-d)} 0 ${n(-d)}C${n(w * 0.6)} ${n(-d)} ${n(w)} ${n(-d * tip)} ${n(w)} 0` +
    `C${n(w)} ${n(d * tip)} ${n(w * 0.6)} ${n(d)} 0 ${n(d)}C${n(-w * 0.6)} ${n(d)} ${n(-w)} ${n(d * tip)} ${n(-w)} 0Z`
  )
}

/** The grooves of the chewing surface, for drawings large enough to show them. */
export function crownGrooves(tooth: PlacedTooth): string {
  const w = tooth.width / 2
  const d = tooth.depth / 2
  const n = (value: number) => value.toFixed(2)
  if (tooth.kind === 'molar') {
    return `M${n(-w * 0.55)} ${n(d * 0.06)}Q0 ${n(-d * 0.16)} ${n(w * 0.55)} ${n(d * 0.06)}M${n(-w * 0.06)} ${n(-d * 0.06)}L${n(-w * 0.14)} ${n(-d * 0.56)}M${n(w * 0.1)} ${n(-d * 0.03)}L${n(w * 0.2)} ${n(d * 0.54)}`
  }
  if (tooth.kind === 'premolar') return `M${n(-w * 0.5)} 0Q0 ${n(d * 0.14)} ${n(w * 0.5)} 0`
  return `M${n(-w * 0.56)} ${n(-d * 0.2)}Q0 ${n(-d * 0.42)} ${n(w * 0.56)} ${n(-d * 0.2)}`
}
