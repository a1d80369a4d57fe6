import type { CheckReason } from '@/lib/platform/clamd'
import type { IntakeReason } from '@/lib/vault/intake'

/**
 * Whatever keeps a file from being taken in, or keeps it waiting. `abandoned`: it never came whole. `lost`: damaged
 * before it was looked through. `refused`: somebody decided. `practice_full`: its limit for all files is reached.
 * `overtaken`: another window goes on with it. `too_many`: of one sender.
 */
export type ArrivalReason = IntakeReason | CheckReason | 'infected' | 'abandoned' | 'lost' | 'refused' | 'practice_full' | 'overtaken' | 'card_picture' | 'too_many'

type Sentence = Readonly<Record<'en' | 'es', string>>

/** For a reason that is none of ours, such as one typed into the address. */
export const arrivalFailed: Sentence = {
  en: 'This file could not be taken. Nothing was kept; please try again.',
  es: 'No se pudo recibir este archivo. No se guardó nada; inténtelo de nuevo.',
}

/** What is said to whoever sent the file. A reason without its sentence in both languages does not compile. */
export const arrivalSentences: Readonly<Record<ArrivalReason, Sentence>> = {
  empty: {
    en: 'This file is empty. Choose it again, or scan it again.',
    es: 'Este archivo está vacío. Elíjalo otra vez o vuelva a escanearlo.',
  },
  unknown_type: {
    en: 'Only PDF, JPEG, PNG, WebP, HEIC, TIFF, DICOM and plain text files are taken. Save or scan it as one of these.',
    es: 'Solo se aceptan archivos PDF, JPEG, PNG, WebP, HEIC, TIFF, DICOM y de texto sin formato. Guárdelo o escanéelo como uno de ellos.',
  },
  incomplete: {
    en: 'This file ends in the middle, as if it had not been copied whole. Copy or scan it again.',
    es: 'Este archivo termina a la mitad, como si no se hubiera copiado entero. Cópielo o escanéelo de nuevo.',
  },
  damaged: {
    en: 'This file is damaged and would not open for the patient. Scan or export it again.',
    es: 'Este archivo está dañado y no se podría abrir. Escanéelo o expórtelo de nuevo.',
  },
  too_many_pixels: {
    en: 'This picture is far larger than any scanner makes. Export it in a smaller size.',
    es: 'Esta imagen es mucho más grande que las de cualquier escáner. Expórtela en un tamaño menor.',
  },
  extra_data: {
    en: 'Something is attached to the end of this file. Export it again from the program it comes from.',
    es: 'Hay algo añadido al final de este archivo. Expórtelo de nuevo desde el programa de donde viene.',
  },
  two_kinds: {
    en: 'This file is two kinds of file in one, as viruses are sent. Export it again from the program it comes from, or print it to a new PDF.',
    es: 'Este archivo es dos tipos de archivo a la vez, como se envían los virus. Expórtelo de nuevo desde el programa de donde viene o imprímalo en un PDF nuevo.',
  },
  hidden_code: {
    en: 'This picture carries a web page or a program inside. Open it, take a screenshot of it, and send that.',
    es: 'Esta imagen lleva dentro una página web o un programa. Ábrala, haga una captura de pantalla y envíe esa captura.',
  },
  bomb: {
    en: 'A part of this file unfolds into far more than a picture holds. Export it again from the program it comes from.',
    es: 'Una parte de este archivo se expande en mucho más de lo que contiene una imagen. Expórtelo de nuevo desde el programa de donde viene.',
  },
  moving_picture: {
    en: 'This is a moving picture. Send a still one, such as a screenshot of it.',
    es: 'Esta es una imagen en movimiento. Envíe una imagen fija, por ejemplo una captura de pantalla.',
  },
  unreadable: {
    en: 'This file is saved in a form that cannot be looked through here. Export it again as PDF, JPEG or uncompressed DICOM.',
    es: 'Este archivo está guardado en una forma que aquí no se puede revisar. Expórtelo de nuevo como PDF, JPEG o DICOM sin comprimir.',
  },
  dicom_attachment: {
    en: 'This DICOM file carries another file inside, such as a PDF. Export that file by itself and send it.',
    es: 'Este archivo DICOM lleva otro archivo dentro, por ejemplo un PDF. Exporte ese archivo por separado y envíelo.',
  },
  dicom_no_picture: {
    en: 'This DICOM file holds no picture; it may be the list of a disc. Choose the picture files beside it.',
    es: 'Este archivo DICOM no contiene ninguna imagen; puede ser el índice de un disco. Elija los archivos de imagen que están junto a él.',
  },
  text_too_long: {
    en: 'This text is longer than a note, letter or report is. Print it to a PDF and send that.',
    es: 'Este texto es más largo que una nota, una carta o un informe. Imprímalo en un PDF y envíe ese PDF.',
  },
  text_encoding: {
    en: 'The letters of this text cannot be read. Save it again as text with the encoding UTF-8.',
    es: 'No se pueden leer las letras de este texto. Guárdelo de nuevo como texto con la codificación UTF-8.',
  },
  pdf_password: {
    en: 'This PDF needs a password. Save it without one and send it again.',
    es: 'Este PDF pide una contraseña. Guárdelo sin ella y envíelo de nuevo.',
  },
  pdf_active: {
    en: 'This PDF contains a program. Print it to a new PDF and send that.',
    es: 'Este PDF contiene un programa. Imprímalo en un PDF nuevo y envíe ese.',
  },
  pdf_attachment: {
    en: 'This PDF carries other files inside. Take them out, or print it to a new PDF.',
    es: 'Este PDF lleva otros archivos dentro. Quítelos o imprímalo en un PDF nuevo.',
  },
  pdf_unreadable: {
    en: 'This PDF could not be read. Print it to a new PDF and send that.',
    es: 'No se pudo leer este PDF. Imprímalo en un PDF nuevo y envíe ese.',
  },
  too_large: {
    en: 'This file is larger than is taken here. Export it in a smaller size, or in parts.',
    es: 'Este archivo es más grande de lo que se acepta aquí. Expórtelo en un tamaño menor o por partes.',
  },
  type_differs: {
    en: 'The file is not what its name says. Give it the right ending and send it again.',
    es: 'El archivo no es lo que dice su nombre. Póngale la terminación correcta y envíelo de nuevo.',
  },
  size_differs: {
    en: 'The file did not arrive whole. Please send it again.',
    es: 'El archivo no llegó entero. Envíelo de nuevo.',
  },
  digest_differs: {
    en: 'The file did not arrive as it was sent. Please send it again.',
    es: 'El archivo no llegó tal como se envió. Envíelo de nuevo.',
  },
  interrupted: {
    en: 'The connection broke before the file was here. Nothing was kept; please send it again.',
    es: 'La conexión se cortó antes de que llegara el archivo. No se guardó nada; envíelo de nuevo.',
  },
  storage_full: {
    en: 'There is no room for files at the moment. Please tell whoever runs this installation.',
    es: 'En este momento no hay espacio para archivos. Avise al consultorio, por favor.',
  },
  storage_unavailable: {
    en: 'The place where files are kept does not answer. Nothing was kept; please try again shortly.',
    es: 'El lugar donde se guardan los archivos no responde. No se guardó nada; inténtelo de nuevo en un momento.',
  },
  infected: {
    en: 'The virus scanner found something in this file, and the file was destroyed. Tell whoever it came from, and ask for it on paper or as a new scan.',
    es: 'El antivirus encontró algo en este archivo y el archivo fue destruido. Avise a quien se lo dio y pida una copia nueva.',
  },
  scan_too_large: {
    en: 'This file is larger than the virus scanner looks through. If you know where it comes from, somebody with the right can take it in all the same.',
    es: 'Este archivo es más grande de lo que revisa el antivirus. El consultorio decidirá si lo recibe.',
  },
  scan_encrypted: {
    en: 'A part of this file is locked, and the virus scanner could not look inside. Ask for it without a password.',
    es: 'Una parte de este archivo está bloqueada y el antivirus no pudo ver dentro. Envíelo sin contraseña.',
  },
  scan_failed: {
    en: 'The virus scanner could not make sense of this file. Export it again, or have somebody with the right take it in all the same.',
    es: 'El antivirus no pudo interpretar este archivo. Expórtelo de nuevo; si no, el consultorio decidirá si lo recibe.',
  },
  scan_limits_silent: {
    en: 'The virus scanner does not say what it left out, so its “clean” cannot be relied on. Tell whoever runs this installation: npm run doctor names the setting.',
    es: 'El antivirus no dice qué dejó sin revisar. El consultorio decidirá si recibe este archivo.',
  },
  scan_none: {
    en: 'The virus scanner was taken away before it had looked through this file. Somebody with the right can take it in all the same.',
    es: 'El antivirus dejó de estar disponible antes de revisar este archivo. El consultorio decidirá si lo recibe.',
  },
  abandoned: {
    en: 'This file never arrived whole, and was given up after a day. Please send it again.',
    es: 'Este archivo nunca llegó entero y se descartó después de un día. Envíelo de nuevo.',
  },
  lost: {
    en: 'This file was damaged here before it could be looked through. Please send it again, and tell whoever runs this installation.',
    es: 'Este archivo se dañó aquí antes de poder revisarlo. Envíelo de nuevo, por favor.',
  },
  refused: {
    en: 'Somebody at the practice decided not to take this file in. It was destroyed.',
    es: 'El consultorio decidió no recibir este archivo. Fue destruido.',
  },
  practice_full: {
    en: 'The practice has used up its room for files. Nothing was kept. The owner sees under Settings how much there is.',
    es: 'El consultorio ha agotado su espacio para archivos. No se guardó nada. Avise al consultorio, por favor.',
  },
  overtaken: {
    en: 'Another window goes on sending this file. Nothing is lost.',
    es: 'Otra ventana sigue enviando este archivo. No se ha perdido nada.',
  },
  card_picture: {
    en: 'The pictures of a card must be JPEG photographs, as every phone takes them. Take them again.',
    es: 'Las imágenes de una tarjeta deben ser fotografías JPEG, como las de cualquier teléfono. Tómelas otra vez.',
  },
  too_many: {
    en: 'Much of what you sent is still waiting at the practice. Send more when that has been filed, or take something back.',
    es: 'Mucho de lo que envió todavía espera en el consultorio. Envíe más cuando lo hayan archivado, o retire algo.',
  },
}
