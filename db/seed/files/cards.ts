import 'server-only'
import sharp from 'sharp'
import { random, type Random } from '@/db/seed/story/random'
import { lettering, svg } from '@/db/seed/files/lettering'
import { grain, sample } from '@/db/seed/files/texture'

/** How each invented carrier's card looks. */
const looks: Record<string, { from: string; to: string; ink: string; wave: string }> = {
  'Bluestem Dental Mutual': { from: '#dcebf2', to: '#9cc3d6', ink: '#123a4f', wave: '#6fa5bf' },
  'Tri-Rivers Benefit Trust': { from: '#eef3e4', to: '#bcd19a', ink: '#2c4217', wave: '#8fae5f' },
  'Hearthside Dental Plan': { from: '#fbeee2', to: '#efc19a', ink: '#5b2c0c', wave: '#dc9a63' },
  'Mill Workers Dental Fund': { from: '#ececf3', to: '#b9bad3', ink: '#27284a', wave: '#8a8cb5' },
}

export type InsuranceCard = {
  seed: number
  carrier: string
  member: string
  group: string
  subscriber: string
  patient: string
  birthDate: string
  since: string
  scannedOn: string
}

const cardWidth = 1000
const cardHeight = 630

/** Front and back of a card, laid on a flat-bed scanner one above the other. */
export async function insuranceCard(card: InsuranceCard): Promise<Buffer> {
  const r = random(card.seed)
  const look = looks[card.carrier] ?? looks['Bluestem Dental Mutual']!
  const width = cardWidth + 200
  const height = cardHeight * 2 + 300
  const tilt = () => r.real(-1.1, 1.1).toFixed(2)
  const body =
    `<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${look.from}"/><stop offset="1" stop-color="${look.to}"/></linearGradient></defs>` +
    `<rect width="${width}" height="${height}" fill="#f4f4f1"/>` +
    placed(100, 80, tilt(), front(card, look, r)) +
    placed(100, cardHeight + 170, tilt(), back(card, look)) +
    lettering(`Scanned ${card.scannedOn}`, 100, height - 24, 22, '#8a8a86')
  return scanned(width, height, body, r)
}

const placed = (x: number, y: number, tilt: string, body: string): string =>
  `<g transform="translate(${x} ${y}) rotate(${tilt} ${cardWidth / 2} ${cardHeight / 2})">` +
  `<rect x="6" y="9" width="${cardWidth}" height="${cardHeight}" rx="38" fill="#000" opacity="0.16"/>${body}</g>`

const field = (label: string, value: string, x: number, y: number, ink: string): string =>
  lettering(label.toUpperCase(), x, y, 21, ink) + lettering(value, x, y + 42, 38, ink, 'textBold')

function waves(r: Random, colour: string): string {
  const phase = r.real(0, 100)
  return Array.from({ length: 7 }, (_, i) => {
    const y = 330 + i * 34
    return `<path d="M0 ${y} C ${250 + phase} ${y - 130}, ${600 - phase} ${y + 120}, 1000 ${y - 70 + i * 8}" fill="none" stroke="${colour}" stroke-width="2.4" opacity="${0.5 - i * 0.05}"/>`
  }).join('')
}

function front(card: InsuranceCard, look: { ink: string; wave: string }, r: Random): string {
  return (
    `<clipPath id="c"><rect width="${cardWidth}" height="${cardHeight}" rx="38"/></clipPath>` +
    `<rect width="${cardWidth}" height="${cardHeight}" rx="38" fill="url(#g)"/><g clip-path="url(#c)">${waves(r, look.wave)}</g>` +
    `<circle cx="88" cy="92" r="36" fill="${look.ink}"/><path d="M70 92 q18 -34 36 0 q-18 34 -36 0" fill="${look.wave}"/>` +
    lettering(card.carrier, 148, 106, 46, look.ink, 'serifBold') +
    field('Subscriber', card.subscriber, 56, 210, look.ink) +
    field('Patient', card.patient, 56, 320, look.ink) +
    field('Member number', card.member, 56, 430, look.ink) +
    field('Group', card.group, 520, 430, look.ink) +
    field('Born', card.birthDate, 520, 320, look.ink) +
    field('In force since', card.since, 56, 540, look.ink) +
    lettering('Dental', cardWidth - 56, 560, 64, look.ink, 'serif', 'end')
  )
}

function back(card: InsuranceCard, look: { from: string; ink: string }): string {
  const lines = [
    'Please show this card at each visit. It is no proof of coverage on the day of treatment.',
    'Cleanings and check-ups: covered twice in twelve months.',
    'Fillings and root canals: 80 percent after the yearly deductible.',
    'Crowns and bridges: 50 percent after the yearly deductible.',
    'Offices: ask for a predetermination before work above 300 dollars.',
  ]
  return (
    `<rect width="${cardWidth}" height="${cardHeight}" rx="38" fill="${look.from}"/>` +
    `<rect y="60" width="${cardWidth}" height="84" fill="${look.ink}"/>` +
    lines.map((line, i) => lettering(line, 56, 216 + i * 46, 23, look.ink)).join('') +
    lettering('Member line (800) 555-0160', 56, 500, 32, look.ink, 'textBold') +
    lettering(`An invented carrier: ${card.carrier} exists only in this demonstration.`, 56, 570, 23, look.ink, 'textItalic')
  )
}

export type IdentityCard = { seed: number; name: string; address: string[]; birthDate: string; number: string; scannedOn: string }

/** An invented resident card with a drawn silhouette: nobody's face is in the demo. */
export async function identityCard(card: IdentityCard): Promise<Buffer> {
  const r = random(card.seed)
  const width = cardWidth + 200
  const height = cardHeight + 190
  const ink = '#20324a'
  const body =
    `<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#e6ecf5"/><stop offset="0.5" stop-color="#f3e9ef"/><stop offset="1" stop-color="#dfeee4"/></linearGradient></defs>` +
    `<rect width="${width}" height="${height}" fill="#f2f2ee"/>` +
    placed(
      100, 70, r.real(-1.4, 1.4).toFixed(2),
      `<rect width="${cardWidth}" height="${cardHeight}" rx="38" fill="url(#g)"/>${rosette(r)}` +
        lettering('COUNTY OF LOWER HARPETH', 56, 84, 34, ink, 'textBold') +
        lettering('Resident card · demonstration', 56, 126, 26, ink) +
        `<g transform="translate(56 170)"><rect width="260" height="330" rx="14" fill="#c9d3df"/><circle cx="130" cy="128" r="66" fill="#8fa1b5"/><path d="M18 330 q10 -118 112 -118 q102 0 112 118 z" fill="#8fa1b5"/></g>` +
        field('Name', card.name, 370, 200, ink) +
        field('Born', card.birthDate, 370, 300, ink) +
        field('Number', card.number, 680, 300, ink) +
        field('Address', card.address[0] ?? '', 370, 400, ink) +
        lettering(card.address[1] ?? '', 370, 486, 34, ink) +
        signature(r, 380, 566, ink),
    ) +
    lettering(`Checked at the counter and scanned ${card.scannedOn}`, 100, height - 24, 22, '#8a8a86')
  return scanned(width, height, body, r)
}

/** The rings of a security print. */
function rosette(r: Random): string {
  const k = r.int(5, 9)
  let path = ''
  for (let i = 0; i <= 240; i++) {
    const a = (i / 240) * Math.PI * 2
    const size = 150 + 60 * Math.cos(a * k)
    path += `${i ? 'L' : 'M'}${(760 + Math.cos(a) * size).toFixed(1)} ${(470 + Math.sin(a) * size * 0.7).toFixed(1)}`
  }
  return [1, 0.86, 0.72, 0.58]
    .map((s) => `<path d="${path}" transform="translate(${760 * (1 - s)} ${470 * (1 - s)}) scale(${s})" fill="none" stroke="#7f9ac0" stroke-width="1.6" opacity="0.5"/>`)
    .join('')
}

/** A pen stroke that stands for a name. */
export function signature(r: Random, x: number, y: number, ink: string): string {
  return `<path d="${penStroke(r, x, y, 1)}" fill="none" stroke="${ink}" stroke-width="3.4" stroke-linecap="round"/>`
}

export function penStroke(r: Random, x: number, y: number, scale: number): string {
  let path = `M${x} ${y}`
  let at = x
  for (let i = 0; i < 7; i++) {
    const wide = r.real(18, 44) * scale
    const tall = (i === 0 || r.chance(0.3) ? r.real(44, 66) : r.real(12, 28)) * scale
    path += ` c ${(wide * 0.2).toFixed(1)} ${(-tall).toFixed(1)}, ${(wide * 0.8).toFixed(1)} ${(-tall * 0.9).toFixed(1)}, ${(wide * 0.6).toFixed(1)} ${r.real(-4 * scale, 8 * scale).toFixed(1)}`
    at += wide * 0.6
  }
  return `${path} q ${30 * scale} ${-14 * scale}, ${r.real(70, 120) * scale} ${r.real(-16, 4) * scale}`
}

/** Three quarters of the drawing's size is what an office scanner is set to. */
async function scanned(drawnWidth: number, drawnHeight: number, body: string, r: Random): Promise<Buffer> {
  const width = Math.round(drawnWidth * 0.75)
  const height = Math.round(drawnHeight * 0.75)
  const pixels = await sharp(svg(width, height, `<g transform="scale(0.75)">${body}</g>`)).flatten({ background: '#f4f4f1' }).removeAlpha().raw().toBuffer()
  const noise = grain()
  const ox = r.int(0, 511)
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const n = sample(noise, x + ox, y) * 1.6
      for (let c = 0; c < 3; c++, i++) {
        const v = pixels[i]! + n
        pixels[i] = v < 0 ? 0 : v > 255 ? 255 : v
      }
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } }).jpeg({ quality: 84 }).toBuffer()
}
