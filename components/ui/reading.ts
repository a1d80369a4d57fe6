/** A piece of a page to be read in one breath, and the language it is written in. */
export type Part = { text: string; lang: string }

type Voice = Pick<SpeechSynthesisVoice, 'lang' | 'localService' | 'default'>

const spoken = 'h1, h2, h3, h4, p, li, dt, dd, th, td, legend, label, summary, figcaption, button, a, div'
const silent = '[aria-hidden="true"], .sr-only, script, style, noscript, select, textarea, [data-unread]'
/** Browsers fall silent in the middle of a long piece (Chrome after 15 seconds). */
const longest = 200

/** What a page says, in reading order: pieces of one block and one language each. What is hidden from sight is left out. */
export function partsOf(root: HTMLElement): Part[] {
  const found: (Part & { block: Element })[] = []
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent?.replace(/\s+/g, ' ') ?? ''
    const holder = node.parentElement
    if (!holder || !text.trim() || holder.closest(silent) || !holder.checkVisibility()) continue
    const block = blockOf(holder, root)
    const lang = holder.closest<HTMLElement>('[lang]')?.lang || 'en'
    const last = found.at(-1)
    if (last && last.block === block && last.lang === lang) last.text += text
    else found.push({ text, lang, block })
  }
  return found.flatMap(({ text, lang }) => breaths(text).map((piece) => ({ text: piece, lang })))
}

/** A link or a span inside a sentence belongs to the sentence. */
function blockOf(holder: Element, root: Element): Element {
  for (let at: Element | null = holder; at && at !== root; at = at.parentElement)
    if (at.matches(spoken) && getComputedStyle(at).display !== 'inline') return at
  return root
}

/** Sentences, and where one is too long for a breath its clauses or words. */
export function breaths(text: string): string[] {
  const pieces: string[] = []
  for (const sentence of text.trim().match(/[^.!?]+[.!?]*(?:\s|$)|[^\s]+/g) ?? []) {
    let rest = sentence.trim()
    while (rest.length > longest) {
      const cut = Math.max(rest.lastIndexOf(', ', longest), rest.lastIndexOf('; ', longest))
      const at = cut > 0 ? cut + 1 : Math.max(rest.lastIndexOf(' ', longest), 1)
      pieces.push(rest.slice(0, at).trim())
      rest = rest.slice(at).trim()
    }
    if (rest) pieces.push(rest)
  }
  // A lone mark of punctuation is nothing to say.
  return pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece))
}

/** The voice for a language: one that works on the device itself before any that needs the network. */
export function voiceFor<V extends Voice>(lang: string, voices: readonly V[]): V | null {
  const wanted = lang.slice(0, 2).toLowerCase()
  const speaks = voices.filter((voice) => voice.lang.slice(0, 2).toLowerCase() === wanted)
  const rank = (voice: V) => (voice.localService ? 4 : 0) + (/[-_]us$/i.test(voice.lang) ? 2 : 0) + (voice.default ? 1 : 0)
  return speaks.toSorted((a, b) => rank(b) - rank(a))[0] ?? null
}
