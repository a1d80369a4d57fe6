import { formatDate } from '@/lib/format/dates'
import type { Lang } from '@/lib/format/lang'

const en = {
  alone: 'This page on its own',
  compare: 'Hold it against',
  nothing: 'Nothing',
  compareGo: 'Show side by side',
  compareEnd: 'Only this one',
  original: (size: string) => `Load the full picture (${size})`,
  viewer: {
    group: 'The picture', hint: 'Drag to move, pinch or press + and − to zoom, 0 for all of it.',
    closer: 'Closer', farther: 'Farther', whole: 'All of it', brightness: 'Brightness', contrast: 'Contrast', reset: 'As it was',
    loading: 'Loading the full picture', loaded: 'This is the full picture.',
  },
  detail: {
    modality: 'Kind', bodyPart: 'Of', structure: 'Tooth or part', side: 'Side', takenAt: 'Taken', device: 'Taken with', kilovolts: 'Tube voltage',
    milliamperes: 'Tube current', milliseconds: 'Exposure time',
  },
  modality: {
    IO: 'X-ray inside the mouth', PX: 'Panoramic X-ray', DX: 'Digital X-ray', CR: 'Digital X-ray', CT: 'Volume scan', RG: 'X-ray', XC: 'Photograph',
    ES: 'Camera picture', OT: 'Other',
  } as Record<string, string>,
  side: { left: 'left', right: 'right', both: 'both sides' } as Record<string, string>,
}

const es: typeof en = {
  alone: 'Esta página por separado',
  compare: 'Comparar con',
  nothing: 'Ninguna',
  compareGo: 'Mostrar lado a lado',
  compareEnd: 'Solo esta',
  original: (size) => `Cargar la imagen completa (${size})`,
  viewer: {
    group: 'La imagen', hint: 'Arrastre para mover, pellizque o pulse + y − para acercar, 0 para verla entera.',
    closer: 'Más cerca', farther: 'Más lejos', whole: 'Entera', brightness: 'Brillo', contrast: 'Contraste', reset: 'Como estaba',
    loading: 'Cargando la imagen completa', loaded: 'Esta es la imagen completa.',
  },
  detail: {
    modality: 'Tipo', bodyPart: 'De', structure: 'Diente o parte', side: 'Lado', takenAt: 'Tomada', device: 'Tomada con', kilovolts: 'Tensión del tubo',
    milliamperes: 'Corriente del tubo', milliseconds: 'Tiempo de exposición',
  },
  modality: {
    IO: 'Radiografía dentro de la boca', PX: 'Radiografía panorámica', DX: 'Radiografía digital', CR: 'Radiografía digital', CT: 'Escáner de volumen',
    RG: 'Radiografía', XC: 'Fotografía', ES: 'Imagen de cámara', OT: 'Otra',
  },
  side: { left: 'izquierdo', right: 'derecho', both: 'ambos lados' },
}

/** The words around a picture, in the reader's language. */
export const pictureWords: Record<Lang, typeof en> = { en, es }

const units: Record<string, string> = { kilovolts: 'kV', milliamperes: 'mA', milliseconds: 'ms' }

/** What an X-ray says about how it was taken, in plain words. */
export function pictureDetails(details: Readonly<Record<string, string>>, lang: Lang): { term: string; detail: string }[] {
  const say = pictureWords[lang]
  const inWords = (key: string, value: string): string => {
    if (key === 'modality') return say.modality[value] ?? value
    if (key === 'side') return say.side[value] ?? value
    if (key !== 'takenAt') return units[key] ? `${value} ${units[key]}` : value
    const [day = '', time] = value.split('T')
    return time ? `${formatDate(day, lang)}, ${time}` : formatDate(day, lang)
  }
  return Object.entries(say.detail).flatMap(([key, term]) => (details[key] ? [{ term, detail: inWords(key, details[key]) }] : []))
}
