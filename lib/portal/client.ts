/** Below this a photograph of print looks blurred: found with sharp and shaken pictures of printed cards, scaled to `blurSide`. */
export const blurBelow = 60
/** The longer side (pixels) at which a picture is judged; a telephone's own size would take seconds. */
export const blurSide = 640

/**
 * How sharp a grey picture is: the variance of its Laplacian (Pech-Pacheco et al. 2000). Edges of print make it large; what is
 * out of focus or shaken has none.
 */
export function sharpness(grey: Uint8ClampedArray | Uint8Array, width: number, height: number): number {
  let sum = 0
  let squares = 0
  let count = 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      const value = (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0) + (grey[at - width] ?? 0) + (grey[at + width] ?? 0) - 4 * (grey[at] ?? 0)
      sum += value
      squares += value * value
      count++
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2
}

/** Whether a photograph looks blurred; null where this browser cannot tell. Nothing leaves the browser for it. */
export async function looksBlurred(file: Blob): Promise<boolean | null> {
  try {
    const whole = await createImageBitmap(file)
    const scale = Math.min(1, blurSide / Math.max(whole.width, whole.height))
    const [width, height] = [Math.max(3, Math.round(whole.width * scale)), Math.max(3, Math.round(whole.height * scale))]
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!context) return null
    context.drawImage(whole, 0, 0, width, height)
    whole.close()
    const { data } = context.getImageData(0, 0, width, height)
    const grey = new Uint8Array(width * height)
    for (let at = 0; at < grey.length; at++) grey[at] = 0.299 * (data[at * 4] ?? 0) + 0.587 * (data[at * 4 + 1] ?? 0) + 0.114 * (data[at * 4 + 2] ?? 0)
    return sharpness(grey, width, height) < blurBelow
  } catch {
    return null
  }
}
