import 'server-only'
import type { SniffedType } from './sniff/probe'

/** Names that browsers give to the types that are taken; others say nothing that could be compared. */
const SAME_TYPE: ReadonlyMap<string, SniffedType> = new Map(Object.entries<SniffedType>({
  'application/pdf': 'application/pdf', 'application/x-pdf': 'application/pdf',
  'image/jpeg': 'image/jpeg', 'image/jpg': 'image/jpeg', 'image/pjpeg': 'image/jpeg',
  'image/png': 'image/png', 'image/x-png': 'image/png',
  'image/webp': 'image/webp',
  'image/heic': 'image/heic', 'image/heif': 'image/heic',
  'image/tiff': 'image/tiff', 'image/tif': 'image/tiff', 'image/x-tiff': 'image/tiff',
  'application/dicom': 'application/dicom', 'application/x-dicom': 'application/dicom', 'image/dicom': 'application/dicom',
  'text/plain': 'text/plain',
}))

const ENDINGS: ReadonlyMap<string, SniffedType> = new Map(Object.entries<SniffedType>({
  pdf: 'application/pdf', jpg: 'image/jpeg', jpeg: 'image/jpeg', jpe: 'image/jpeg', jfif: 'image/jpeg', png: 'image/png', webp: 'image/webp',
  heic: 'image/heic', heif: 'image/heic', tif: 'image/tiff', tiff: 'image/tiff', dcm: 'application/dicom', dicom: 'application/dicom',
  dic: 'application/dicom', txt: 'text/plain', text: 'text/plain',
}))

/** Endings that name a kind which is not taken: whatever is inside, such a file is not what it says. */
const OTHERS = new Set([
  'exe', 'com', 'bat', 'cmd', 'scr', 'msi', 'pif', 'cpl', 'dll', 'lnk', 'url', 'js', 'jse', 'mjs', 'vbs', 'vbe', 'wsf', 'hta', 'ps1', 'sh', 'py', 'pl', 'rb',
  'php', 'jar', 'apk', 'app', 'dmg', 'iso', 'img', 'html', 'htm', 'xhtml', 'mht', 'svg', 'svgz', 'xml', 'xsl', 'swf', 'zip', 'rar', '7z', 'gz', 'tar', 'cab',
  'doc', 'docx', 'docm', 'xls', 'xlsx', 'xlsm', 'ppt', 'pptx', 'odt', 'ods', 'rtf', 'eml', 'msg', 'gif', 'bmp', 'ico', 'avif', 'mp4', 'mov', 'avi', 'mp3',
  'csv', 'json', 'md', 'log', 'ini', 'reg', 'sql',
])

/**
 * The ending of a file's name in small letters; null where there is none. Signs that nobody sees are no part of it, so one
 * that turns the writing direction does not make an `.exe` look like a picture.
 */
export function endingOf(name: string): string | null {
  const seen = name.replace(/[\p{C}\u2028\u2029]/gu, '').trimEnd().replace(/[. ]+$/, '')
  return /\.([A-Za-z0-9]{1,8})$/.exec(seen)?.[1]?.toLowerCase() ?? null
}

/**
 * Whether what was found is what the name and the sender say it is; null if so. What they do not say cannot disagree, but
 * for text, which almost anything can be: there one of the two must say so.
 */
export function agrees(found: SniffedType, declared: { readonly type: string | null; readonly name: string | null }): 'type_differs' | 'unknown_type' | null {
  const kind = found.startsWith('text/') ? 'text/plain' : found
  const claimed = declared.type === null ? undefined : SAME_TYPE.get(declared.type.split(';')[0]!.trim().toLowerCase())
  const ending = declared.name === null ? null : endingOf(declared.name)
  const named = ending === null ? undefined : ENDINGS.get(ending)
  if (kind === 'text/plain' && named !== kind && (ending !== null || claimed !== kind)) return named === undefined ? 'unknown_type' : 'type_differs'
  if ((claimed !== undefined && claimed !== kind) || (named !== undefined && named !== kind) || (ending !== null && OTHERS.has(ending))) return 'type_differs'
  return null
}
