import 'server-only'
import { dicom } from './sniff/dicom'
import { disguise, type Disguise } from './sniff/disguise'
import { heic } from './sniff/heic'
import { jpeg } from './sniff/jpeg'
import { pdf } from './sniff/pdf'
import { png } from './sniff/png'
import { text } from './sniff/text'
import { tiff } from './sniff/tiff'
import { webp } from './sniff/webp'
import type { Kind, PixelLimits, Probe, SniffReason, SniffedType } from './sniff/probe'

/**
 * The kinds that are taken. A further one is a file beside these and a place in this list. DICOM stands first: its mark is
 * so deep that another kind fits in front of it. Text stands last: it is what nothing else claims.
 */
const KINDS: readonly Kind[] = [dicom, pdf, jpeg, png, webp, heic, tiff, text]
const HEAD_BYTES = 132

/** A telephone's largest picture has about 108 million pixels; a scanned page at 600 dpi about 35. */
export const PIXEL_LIMITS: PixelLimits = { maxSide: 30_000, maxPixels: 120_000_000 }

export type Sniffed =
  | { readonly ok: true; readonly type: SniffedType; readonly width?: number; readonly height?: number }
  | { readonly ok: false; readonly reason: SniffReason }

export type Sniffer = {
  /** Takes the next bytes; a reason means that no more are needed to refuse the file. */
  push(chunk: Uint8Array): SniffReason | null
  finish(): Sniffed
}

/**
 * Tells a file's type by what it is made of, as it streams past. The name and the type that the sender claimed play
 * no part.
 */
export function sniffer(limits: PixelLimits = PIXEL_LIMITS): Sniffer {
  let head = Buffer.alloc(0)
  let kind: Kind | undefined
  let probe: Probe | undefined
  let hidden: Disguise | undefined
  let refused: SniffReason | null = null
  const decide = (): void => {
    kind = KINDS.find((one) => one.begins(head))
    if (!kind) return void (refused = 'unknown_type')
    probe = kind.probe(limits)
    hidden = disguise(kind.type)
    refused = probe.push(head) ?? hidden.push(head)
  }
  return {
    push(chunk) {
      if (refused) return refused
      if (probe) return (refused = probe.push(chunk) ?? hidden!.push(chunk))
      head = Buffer.concat([head, chunk])
      if (head.length >= HEAD_BYTES) decide()
      return refused
    },
    finish() {
      if (head.length === 0) return { ok: false, reason: 'empty' }
      if (!probe && !refused) decide()
      if (refused || !kind || !probe) return { ok: false, reason: refused ?? 'unknown_type' }
      const result = probe.finish()
      const reason = result.ok ? hidden!.finish() : null
      if (reason) return { ok: false, reason }
      return result.ok ? { type: kind.type, ...result } : result
    },
  }
}
