import { request } from 'node:https'
import { AxeBuilder } from '@axe-core/playwright'
import { type BrowserContext, type Page, expect, test } from '@playwright/test'
import { dictionaries, texts } from '../architecture/spanish'
import { sources } from '../architecture/source'
import { target } from '../setup/target'
import { account, desk, enter, fitsSideways, knock, one, ownHat, phone, signIn, sql } from './support'

const languageOf = async (key: string) =>
  (await one<{ language: string }>('select language from identity.person where email_key = $1', [account(key).email.toLowerCase()])).language
const speak = async (key: string, language: string) => {
  await sql('update identity.person set language = $2 where email_key = $1', [account(key).email.toLowerCase(), language])
}
const choose = (context: BrowserContext, cookies: Record<string, string>) =>
  context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: new URL(test.info().project.use.baseURL ?? '').origin, secure: true, httpOnly: true, sameSite: 'Lax' as const })))

/** Every page of the portal, and of what is a person's own. */
async function pagesOf(key: string): Promise<string[]> {
  const { hat, patient } = await ownHat(key)
  const [document] = await sql(
    `select d.id from document d join release r on r.practice_id = d.practice_id and r.document_id = d.id and r.until_at is null and r.expires_at is null
      where d.patient_id = $1 order by d.taken_on desc limit 1`, [patient])
  const portal = `/portal/${hat}`
  return [
    portal, `${portal}/documents`, `${portal}/documents?kind=referral`, `${portal}/documents/${document?.id}`, `${portal}/documents/00000000-0000-4000-8000-000000000000`,
    `${portal}/visits`, `${portal}/who-looked`, `${portal}/people`, '/hats', '/account/sessions', '/account/factors', '/account/password', '/account/email', '/account/phone', '/account/pin',
  ]
}
const ways = ['/sign-in', '/recover', '/recover/none', '/join/none', '/join/welcome', '/signed-out', '/help']

test.describe('in Spanish', () => {
  test.describe.configure({ mode: 'default' })
  let english: Map<string, string>
  test.beforeAll(async () => {
    const all = await dictionaries(sources(['app', 'components', 'lib']))
    const spanish = new Set(all.flatMap(({ es }) => [...texts(es).values()]))
    english = new Map(all.flatMap(({ path, en }) => [...texts(en)].map(([key, text]) => [text, `${path} ${key}`] as const)).filter(([text]) => !spanish.has(text)))
    expect(english.size).toBeGreaterThan(300)
  })

  for (const group of ['hers', 'ways in'] as const) {
    test(`every page (${group}) is Spanish and accessible, small and wide, by day and by night`, async ({ browser }) => {
      test.setTimeout(600_000)
      const context = await browser.newContext({ reducedMotion: 'reduce' })
      await choose(context, { 'enamel-lang': 'es' })
      if (group === 'hers') await enter(context, 'rosa', { steppedUp: true })
      const page = await context.newPage()
      for (const path of group === 'hers' ? await pagesOf('rosa') : ways) {
        await page.setViewportSize(phone)
        await page.goto(path)
        await expect(page.locator('html'), path).toHaveAttribute('lang', 'es')
        expect.soft(await left(page, english), `${path}: English left`).toEqual([])
        for (const size of [phone, desk])
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.setViewportSize(size)
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
            const where = `${path}, ${size.width} px, ${colorScheme}`
            await fitsSideways(page, where)
            expect.soft(await axe(page, colorScheme === 'light'), where).toEqual([])
          }
      }
      await context.close()
    })
  }

  test('what an English page says is noticed', async ({ page }) => {
    await page.goto('/sign-in')
    // As if a Spanish page said it.
    await page.evaluate(() => document.querySelectorAll('[lang]').forEach((element) => element.removeAttribute('lang')))
    expect(await left(page, english)).toEqual(expect.arrayContaining([expect.stringContaining('signInCopy password')]))
  })

  test('letters of twice the size lose nothing on a small phone', async ({ browser }) => {
    test.setTimeout(300_000)
    const context = await browser.newContext({ viewport: phone, reducedMotion: 'reduce' })
    await choose(context, { 'enamel-lang': 'es', 'enamel-size': '200' })
    await enter(context, 'rosa', { steppedUp: true })
    const page = await context.newPage()
    for (const path of [...await pagesOf('rosa'), ...ways]) {
      await page.goto(path)
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('32px')
      await expect(page.getByRole('combobox', { name: 'Apariencia' })).toBeVisible()
      await fitsSideways(page, `${path} at 200 %`)
      expect.soft(await cut(page), `${path} at 200 %: cut`).toEqual([])
    }
    await context.close()
  })

  test('what a form says is Spanish, with what changes in it', async ({ page, context }) => {
    await choose(context, { 'enamel-lang': 'es' })
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Entrar', exact: true }).first().click()
    await expect(page.getByText('Escriba su dirección de correo.').first()).toBeVisible()
    await page.getByLabel('Correo electrónico').fill(account('rosa').email)
    await page.getByLabel('Contraseña', { exact: true }).fill('not this one')
    await page.getByRole('button', { name: 'Entrar', exact: true }).first().click()
    await expect(page.getByText('La dirección de correo y la contraseña no van juntas. Escriba otra vez la contraseña.').first()).toBeVisible()
  })
})

test.describe('the language is the person’s', () => {
  test.afterEach(() => speak('katherine', 'en'))

  for (const javaScriptEnabled of [true, false]) {
    test(`she chooses it at the foot of a page${javaScriptEnabled ? '' : ', without JavaScript'}`, async ({ browser }) => {
      const context = await browser.newContext({ javaScriptEnabled, locale: 'en-US' })
      await enter(context, 'katherine')
      const { hat } = await ownHat('katherine')
      const page = await context.newPage()
      await page.goto(`/portal/${hat}/documents?kind=letter`)
      await expect(page.locator('html')).toHaveAttribute('lang', 'en')
      await page.getByRole('button', { name: 'Español' }).click()
      await expect(page.locator('html')).toHaveAttribute('lang', 'es')
      expect(page.url(), 'back where she was').toMatch(/\/documents\?kind=letter$/)
      expect(await languageOf('katherine')).toBe('es')
      await page.getByRole('button', { name: 'English' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Documents' })).toBeVisible()
      expect(await languageOf('katherine')).toBe('en')

      await page.getByRole('button', { name: 'A+ larger' }).click()
      await expect(page.locator('html')).toHaveAttribute('data-size', '125')
      await page.goto(`/portal/${hat}/visits`)
      await expect(page.locator('html')).toHaveAttribute('data-size', '125')
      await page.getByRole('button', { name: 'A usual size' }).click()
      await expect(page.locator('html')).not.toHaveAttribute('data-size')
      await context.close()
    })
  }

  test('it waits for her in another browser', async ({ page }) => {
    await speak('katherine', 'es')
    await signIn(page, account('katherine'))
    await expect(page.locator('html')).toHaveAttribute('lang', 'es')
    await expect(page.getByRole('button', { name: 'Salir' })).toBeVisible()
  })

  test('and nobody else’s page can choose it for her', async ({ context }) => {
    const { token } = await enter(context, 'katherine')
    const { origin, ca } = target()
    const send = (from: Record<string, string>) => new Promise<number>((resolve, reject) => {
      const headers = { cookie: `__Host-enamel-session=${token}`, 'content-type': 'application/x-www-form-urlencoded', 'content-length': '7', ...from }
      request(new URL('/api/prefs', origin), { method: 'POST', ca, headers }, (answer) => answer.resume().on('end', () => resolve(answer.statusCode ?? 0))).on('error', reject).end('lang=es')
    })
    expect(await send({ 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' })).toBe(403)
    expect(await send({})).toBe(403)
    expect(await languageOf('katherine')).toBe('en')
    expect(await send({ 'sec-fetch-site': 'same-origin', origin })).toBe(303)
    expect(await languageOf('katherine')).toBe('es')
  })
})

test.describe('a document that is refused', () => {
  test('leads back, in the reader’s language, the same for what is not there and what is not hers', async ({ page, context }) => {
    const [{ hat }, { patient }] = [await ownHat('rosa'), await ownHat('katherine')]
    const [other] = await sql('select id from document where patient_id = $1 limit 1', [patient])
    const { token } = await enter(context, 'rosa')
    await choose(context, { 'enamel-lang': 'es' })
    const bodies: string[] = []
    for (const id of [other?.id ?? '', '00000000-0000-4000-8000-000000000000']) {
      const answer = await page.goto(`/v1/o/${hat}/${id}`)
      expect(answer?.status()).toBe(404)
      expect(answer?.headers()['cache-control']).toContain('no-store')
      expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'")
      bodies.push(await answer?.text() ?? '')
    }
    expect(bodies[0]).toBe(bodies[1])
    await expect(page.getByRole('heading', { name: 'Aquí no hay nada para usted' })).toBeVisible()
    expect(await axe(page, true)).toEqual([])
    // A program gets what it always got.
    const bare = await knock(`/v1/o/${hat}/${other?.id}`, token)
    expect([bare.status, bare.body.toString(), bare.headers['content-type']]).toEqual([404, 'Not found.\n', 'text/plain; charset=utf-8'])
    expect((await knock('/v1/d/nonsense', token)).body.toString()).toBe('Not found.\n')
    await page.getByRole('link', { name: 'Volver a lo que puede abrir' }).click()
    await expect(page).toHaveURL(/\/hats$/)
  })
})

test.describe('read to me', () => {
  test('where there is no voice it says so', async ({ page, context }) => {
    await enter(context, 'katherine')
    await page.goto(`/portal/${(await ownHat('katherine')).hat}`)
    // The real one: this browser has no voices.
    expect(await page.evaluate(() => speechSynthesis.getVoices().length)).toBe(0)
    await expect(page.getByText('This device has no voice that could read to you.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Read to me' })).toHaveCount(0)
  })

  test('it reads in order, each part in the voice of its language, and stops', async ({ page, context }) => {
    await giveVoices(page, true)
    await choose(context, { 'enamel-lang': 'es' })
    await enter(context, 'rosa')
    const { hat, patient } = await ownHat('rosa')
    const [document] = await sql<{ title: string; id: string }>(
      `select d.id, d.title from document d join release r on r.practice_id = d.practice_id and r.document_id = d.id and r.until_at is null and r.expires_at is null
        where d.patient_id = $1 order by d.taken_on desc limit 1`, [patient])
    await page.goto(`/portal/${hat}/documents/${document?.id}`)
    const bar = page.getByRole('group', { name: 'Lectura en voz alta' })
    await bar.getByRole('button', { name: 'Léamelo' }).focus()
    await page.keyboard.press('Enter')
    await expect(bar.getByText(/^Parte 1 de \d+$/)).toBeVisible()
    await page.evaluate(() => (window as unknown as { goOn: () => void }).goOn())
    await expect(bar.getByText(/^Parte 2 de/)).toBeVisible()
    await bar.getByRole('button', { name: 'Pausa' }).click()
    await expect(bar.getByText(/^En pausa, parte 2 de/)).toBeVisible()
    await bar.getByRole('button', { name: 'Seguir' }).click()
    await expect(bar.getByText(/^Parte 2 de/)).toBeVisible()
    await page.evaluate(() => (window as unknown as { runOut: () => void }).runOut())
    await expect(bar.getByRole('button', { name: 'Léamelo' })).toBeVisible()
    const said = await spokenOn(page)
    expect(said).toContainEqual({ text: document?.title, lang: 'en', voice: 'en-US' })
    expect(said).toContainEqual({ text: 'Abrir', lang: 'es', voice: 'es-US' })
    expect(said.map(({ text }) => text).join(' ')).not.toContain('Léamelo')

    await bar.getByRole('button', { name: 'Léamelo' }).click()
    await page.evaluate(() => window.dispatchEvent(new Event('enamel-lock')))
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await page.evaluate(() => speechSynthesis.speaking), 'silent under a cover').toBe(false)
  })

  test('a voice of the network is not used before its reader knows', async ({ page, context }) => {
    await giveVoices(page, false)
    await enter(context, 'katherine')
    await page.goto(`/portal/${(await ownHat('katherine')).hat}/visits`)
    await page.getByRole('button', { name: 'Read to me' }).click()
    await expect(page.getByText('the words of the page would leave this device')).toBeVisible()
    expect(await spokenOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Read with that voice all the same' }).click()
    await expect(page.getByText(/^Part 1 of/)).toBeVisible()
    expect((await spokenOn(page)).length).toBe(1)
  })
})

type Said = { text: string; lang: string; voice: string | undefined }
const spokenOn = (page: Page) => page.evaluate(() => (window as unknown as { said: Said[] }).said)

/** Voices where this browser has none. They say nothing; `goOn` ends a piece, `runOut` all that are left. */
async function giveVoices(page: Page, localService: boolean): Promise<void> {
  await page.addInitScript((local) => {
    const said: Said[] = []
    let now: { onend?: () => void } | null = null
    const voices = ['en-US', 'es-US'].map((lang) => ({ lang, name: lang, voiceURI: lang, localService: local, default: lang === 'en-US' }))
    const goOn = () => {
      const ended = now
      now = null
      ended?.onend?.()
      return now !== null
    }
    Object.assign(window, { said, goOn, runOut: () => { while (goOn()) { /* the next piece */ } } })
    Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: class {
      text: string
      constructor(text: string) { this.text = text }
    } })
    Object.defineProperty(window, 'speechSynthesis', {
      value: {
        getVoices: () => voices, addEventListener: () => {}, removeEventListener: () => {}, cancel: () => { now = null },
        get speaking() { return now !== null },
        speak: (utterance: { text: string; lang: string; voice?: { lang: string }; onend?: () => void }) => {
          said.push({ text: utterance.text, lang: utterance.lang, voice: utterance.voice?.lang })
          now = utterance
        },
      },
    })
  }, localService)
}

/** Sentences of the English dictionaries on a page, but for what is marked as English. */
async function left(page: Page, english: ReadonlyMap<string, string>): Promise<string[]> {
  const lines = await page.evaluate(() => {
    const found: string[] = [document.title.replace(/ · Enamel$/, '')]
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement
      if (!holder || holder.closest('script, style') || holder.closest('[lang]')?.getAttribute('lang') === 'en') continue
      found.push(node.textContent?.trim() ?? '')
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [alt], [title]'))
      if (element.closest('[lang]')?.getAttribute('lang') !== 'en')
        found.push(...['aria-label', 'placeholder', 'alt', 'title'].map((name) => element.getAttribute(name) ?? ''))
    return found
  })
  return lines.flatMap((line) => (english.has(line) ? [`${english.get(line)}: ${line}`] : []))
}

/** Texts that a box cuts off. */
async function cut(page: Page): Promise<string[]> {
  return await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => !element.closest('.sr-only, select, svg, [aria-hidden=true]') && element.clientWidth > 1
        && /hidden|clip/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth + 1)
      .map((element) => `${element.tagName} ${element.textContent?.slice(0, 60)}`))
}

async function axe(page: Page, all: boolean): Promise<string[]> {
  const runOnly = all ? { type: 'tag' as const, values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } : { type: 'rule' as const, values: ['color-contrast'] }
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).options({ runOnly, resultTypes: ['violations'] }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}
