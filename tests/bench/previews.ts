import sharp from 'sharp'
import { layOut, makePictures, type Picture } from '@/lib/vault/pictures/maker'
import { pdfPages } from '../factories/pdf-pages'
import { median, report } from './figures'

const rounds = Number(process.env.BENCH_PREVIEWS ?? 5)

/** Pictures that one process makes in a second, its start included, and how long a list's sheet takes. */
export async function previews(): Promise<void> {
  const paper = await pdfPages(Array.from({ length: 60 }, (_, at) => `Page ${at + 1}. ${'What was found, and what we propose. '.repeat(18)}`))
  const photo = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 120, sigma: 20 } } }).jpeg({ quality: 90 }).toBuffer()
  const kept: Picture[] = []
  const perSecond = async (type: string, bytes: Buffer) => {
    const rates: number[] = []
    for (let round = 0; round < rounds; round++) {
      kept.length = 0
      const begun = performance.now()
      await makePictures({ type, size: bytes.length, plain: async function* () { yield bytes } }, async (picture) => void kept.push(picture))
      rates.push(kept.length / ((performance.now() - begun) / 1000))
    }
    return median(rates)
  }
  const ofPaper = await perSecond('application/pdf', paper)
  report('pictures of a PDF of sixty pages, a second', ofPaper.toFixed(1), '≥ 5', ofPaper >= 5)
  const ofPhoto = await perSecond('image/jpeg', photo)
  report(`pictures of photographs of 12 million pixels (${(photo.length / 1e6).toFixed(1)} MB), a second`, ofPhoto.toFixed(1), '≥ 1', ofPhoto >= 1)
  const thumb = kept.find(({ variant }) => variant === 'thumb-256')
  if (!thumb) throw new Error('no thumbnail came')
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now()
    await layOut(Array.from({ length: 30 }, () => thumb.bytes))
    times.push(performance.now() - begun)
  }
  report('a sheet of thirty previews', `${median(times).toFixed(0)} ms, ${(30_000 / median(times)).toFixed(0)} previews a second`, '≤ 1000 ms', median(times) <= 1000)
}
