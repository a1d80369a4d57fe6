import 'server-only'

/**
 * Why a file is not taken. Closed, so that every screen has a sentence for each:
 *
 * - `empty`: nothing arrived
 * - `unknown_type`: not one of the kinds that are taken
 * - `incomplete`: it ends too early, as after a broken transfer
 * - `damaged`: it is not built as its kind must be
 * - `too_many_pixels`: larger than any picture of a mouth or a page; opening it would exhaust a computer
 * - `extra_data`: something is attached behind the picture, as some editors leave what was cropped away
 * - `two_kinds`: it is also a file of another kind (an archive, a program), depending on who opens it
 * - `hidden_code`: a picture that carries a page's or a script's text inside
 * - `bomb`: a part of it unfolds into far more than belongs into such a file
 * - `moving_picture`: an animation; a chart holds still pictures
 * - `unreadable`: it is built in a way that cannot be looked through here, so what it holds cannot be known
 * - `dicom_attachment`, `dicom_no_picture`: DICOM that wraps another file, or holds no picture
 * - `text_too_long`, `text_encoding`: plain text beyond what a note is, or with signs that no encoding in use has
 * - `pdf_password`: protected; the office could file it but nobody could read it
 * - `pdf_active`: holds programs or actions; printing it to a new PDF takes them out
 * - `pdf_attachment`: holds other files inside
 * - `pdf_unreadable`: parts of it cannot be looked into, so what it holds cannot be known
 */
export type SniffReason =
  | 'empty'
  | 'unknown_type'
  | 'incomplete'
  | 'damaged'
  | 'too_many_pixels'
  | 'extra_data'
  | 'two_kinds'
  | 'hidden_code'
  | 'bomb'
  | 'moving_picture'
  | 'unreadable'
  | 'dicom_attachment'
  | 'dicom_no_picture'
  | 'text_too_long'
  | 'text_encoding'
  | 'pdf_password'
  | 'pdf_active'
  | 'pdf_attachment'
  | 'pdf_unreadable'

/** As stored and served. Text says which of the two encodings in use it is in; without a word it is UTF-8. */
export type SniffedType =
  | 'application/pdf'
  | 'image/jpeg'
  | 'image/png'
  | 'image/webp'
  | 'image/heic'
  | 'image/tiff'
  | 'application/dicom'
  | 'text/plain'
  | 'text/plain;charset=windows-1252'

export type PixelLimits = { readonly maxSide: number; readonly maxPixels: number }

export type ProbeResult =
  | { readonly ok: true; readonly type?: SniffedType; readonly width?: number; readonly height?: number }
  | { readonly ok: false; readonly reason: SniffReason }

/** Looks through one kind of file as it passes. It keeps a bounded part of it and never the whole. */
export type Probe = {
  /** Takes the next bytes. A reason ends the file: more bytes cannot make it good. */
  push(chunk: Uint8Array): SniffReason | null
  /** Says whether what came is a whole file of this kind. */
  finish(): ProbeResult
}

/** One kind: how it begins, and how to look through it. A further kind is one more file like this. */
export type Kind = {
  readonly type: SniffedType
  /** Whether a file beginning with these bytes (at least 132, or all there are) claims to be of this kind. */
  begins(head: Uint8Array): boolean
  probe(limits: PixelLimits): Probe
}

export function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte)
}

export function pixelsAllowed(width: number, height: number, limits: PixelLimits): boolean {
  return Math.max(width, height) <= limits.maxSide && width * height <= limits.maxPixels
}
