// Packages that bring no types of their own, as far as they are used here.

declare module 'libheif-js/wasm-bundle.js' {
  type Picture = {
    get_width(): number
    get_height(): number
    display(target: { data: Uint8ClampedArray; width: number; height: number }, done: (shown: unknown) => void): void
  }
  const libheif: { HeifDecoder: new () => { decode(bytes: Uint8Array): Picture[] } }
  export default libheif
}

type CornerstoneDecoder = {
  getEncodedBuffer(length: number): Uint8Array
  decode(): void
  getDecodedBuffer(): Uint8Array
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number; isSigned?: boolean }
  delete(): void
}

declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const load: (options: { wasmBinary: Uint8Array }) => Promise<{ J2KDecoder: new () => CornerstoneDecoder }>
  export default load
}

declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const load: (options: { wasmBinary: Uint8Array }) => Promise<{ JpegLSDecoder: new () => CornerstoneDecoder }>
  export default load
}
