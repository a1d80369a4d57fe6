import 'server-only'
import type { Kind, Probe, SniffReason } from './probe'

/**
 * Plain text: UTF-8 or Windows-1252, no NUL and no control but tabs and ends of lines, at most 1 MiB, and nothing in front
 * that a program takes for its own (a page, a drawing, a script, a PDF). Almost anything can be text: intake.ts takes it
 * only where its name or its sender says so too.
 */
export const text: Kind = {
  type: 'text/plain',
  begins: (head) => head.length > 0 && !head.some(isControl) && !MARKED.test(Buffer.from(head).toString('latin1')),
  probe: () => textProbe(),
}

const TEXT_BYTES = 1 << 20
const MARKED = /^(?:\xef\xbb\xbf)?\s*(?:<[a-z!?/]|%PDF|%!PS|#!|@echo|\{\\rtf|MZ|GIF8|PK|BEGIN:|-----BEGIN|MIME-Version|import |function|<%)/i
/** Bytes that Windows-1252 leaves without a sign. */
const UNUSED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])

const isControl = (byte: number): boolean => (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d) || byte === 0x7f

function textProbe(): Probe {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let isUtf8 = true
  let is1252 = true
  let bytes = 0
  const decodes = (chunk: Uint8Array | undefined): boolean => {
    try {
      utf8.decode(chunk, { stream: chunk !== undefined })
      return true
    } catch {
      return false
    }
  }
  return {
    push(chunk): SniffReason | null {
      bytes += chunk.length
      if (bytes > TEXT_BYTES) return 'text_too_long'
      if (chunk.some(isControl)) return 'unknown_type'
      isUtf8 &&= decodes(chunk)
      is1252 &&= !chunk.some((byte) => UNUSED.has(byte))
      return isUtf8 || is1252 ? null : 'text_encoding'
    },
    finish() {
      isUtf8 &&= decodes(undefined)
      if (isUtf8) return { ok: true, type: 'text/plain' }
      return is1252 ? { ok: true, type: 'text/plain;charset=windows-1252' } : { ok: false, reason: 'text_encoding' }
    },
  }
}
