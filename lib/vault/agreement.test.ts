import { describe, expect, it } from 'vitest'
import { agrees, endingOf } from './agreement'
import type { SniffedType } from './sniff/probe'

describe('the ending of a name', () => {
  it.each<[string, string | null]>([
    ['a.pdf', 'pdf'], ['A.PDF', 'pdf'], ['a.tar.gz', 'gz'], ['a', null], ['', null], ['.pdf', 'pdf'], ['Dr. Okafor wrote this', null],
    ['a.pdf ', 'pdf'], ['a.exe.', 'exe'], ['a.exe. . ', 'exe'], ['a.jpg\u202egpj.exe', 'exe'], ['a.e\u200bxe', 'exe'], ['a.pdf\0', 'pdf'],
    ['1.2.840.113619.2.55.3', '3'], ['a.averylongending', null],
  ])('of %j is %j', (name, ending) => expect(endingOf(name)).toBe(ending))
})

describe('what was found', () => {
  it.each<[SniffedType, string | null, string | null, string | null]>([
    ['image/jpeg', 'image/jpeg', 'a.jpg', null], ['image/jpeg', null, null, null], ['image/jpeg', 'application/octet-stream', 'a', null],
    ['image/jpeg', 'IMAGE/PJPEG; q=1', 'a.JFIF', null], ['image/heic', 'image/heif', 'a.heif', null], ['image/tiff', 'image/x-tiff', 'a.tif', null],
    ['application/dicom', 'application/octet-stream', 'IM1.001', null], ['application/dicom', null, '1.2.3.4', null],
    ['image/jpeg', 'image/png', null, 'type_differs'], ['image/jpeg', null, 'a.png', 'type_differs'], ['application/dicom', null, 'a.jpg', 'type_differs'],
    ['image/jpeg', 'image/jpeg', 'a.exe', 'type_differs'], ['application/pdf', null, 'a.docx', 'type_differs'], ['image/png', null, 'a.svg', 'type_differs'],
    ['text/plain', 'text/plain', null, null], ['text/plain', null, 'a.txt', null], ['text/plain;charset=windows-1252', 'text/plain;charset=utf-8', 'a.txt', null],
    ['text/plain', null, null, 'unknown_type'], ['text/plain', null, 'a', 'unknown_type'], ['text/plain', 'text/plain', 'a.bat', 'unknown_type'],
    ['text/plain', 'text/html', 'a.txt', null], ['text/plain', 'image/png', 'a.txt', 'type_differs'], ['text/plain', null, 'a.pdf', 'type_differs'],
  ])('%s as %s and %s: %s', (found, type, name, wanted) => expect(agrees(found, { type, name })).toBe(wanted))
})
