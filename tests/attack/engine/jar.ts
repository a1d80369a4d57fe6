import type { Answer } from './types'

type Cookie = { value: string; path: string; host: string }

/** Cookies as a browser keeps them, except that `Secure` is no reason to hold one back: the attacker wants it sent. */
export class Jar {
  private readonly cookies = new Map<string, Cookie>()

  set(name: string, value: string, host = '', path = '/'): void {
    this.cookies.set(`${host} ${path} ${name}`, { value, path, host })
  }

  keep(url: URL, answer: Answer): void {
    for (const [header, line] of answer.headers) {
      if (header.toLowerCase() === 'set-cookie') this.keepOne(url, line)
    }
  }

  header(url: URL): string | undefined {
    const pairs = []
    for (const [key, cookie] of this.cookies) {
      if (cookie.host !== '' && cookie.host !== url.hostname) continue
      const below = cookie.path.endsWith('/') ? cookie.path : `${cookie.path}/`
      if (url.pathname !== cookie.path && !url.pathname.startsWith(below)) continue
      pairs.push(`${key.slice(key.lastIndexOf(' ') + 1)}=${cookie.value}`)
    }
    return pairs.length > 0 ? pairs.join('; ') : undefined
  }

  private keepOne(url: URL, line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const cut = pair.indexOf('=')
    if (cut < 1) return
    const read = (name: string) =>
      attributes.find((attribute) => attribute.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1)
    const path = read('path') ?? '/'
    const age = read('max-age')
    const expires = read('expires')
    const gone = age === undefined ? expires !== undefined && Date.parse(expires) <= Date.now() : Number(age) <= 0
    const name = pair.slice(0, cut)
    if (gone) this.cookies.delete(`${url.hostname} ${path} ${name}`)
    else this.set(name, pair.slice(cut + 1), url.hostname, path)
  }
}
