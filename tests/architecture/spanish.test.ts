import { describe, expect, test } from 'vitest'
import { answers } from '@/lib/access/errors'
import { said, spanish } from '@/lib/access/sentences'
import { dictionaries, gaps, literals, sentences, texts } from './spanish'
import { source, sources } from './source'

const tree = sources(['app', 'components', 'lib'])

describe('what a patient sees is written in a dictionary', () => {
  test('in every page she can reach', () => {
    expect(tree.flatMap(literals)).toEqual([])
  })

  test.for([
    '<p>Nothing is booked.</p>',
    '<p>{name} has closed its portal</p>',
    '<PageHead title="Your record" />',
    '<a aria-label="You are here" href="/" />',
    "const field = { name: 'pin', label: 'Six digits' }",
    "const why = ready ? 'This cannot be undone.' : null",
    '<li>\n  Opened by <b>{who}</b>\n</li>',
  ])('and a planted literal is noticed: %s', (text) => {
    expect(literals(source('app/portal/[hat]/page.tsx', text))).toHaveLength(1)
  })

  test.for([
    '<p>{say.nothing}</p>', '<PageHead title={say.title} />', 'const [a, setA] = useState<string | null>(null)', '<TextLink href="/help" className="mt-2 flex">{say.help}</TextLink>',
    'export async function Page({ params }: Props): Promise<ReactNode> { return <b>{params}</b> }',
  ])('and code is not: %s', (text) => {
    expect(literals(source('app/portal/[hat]/page.tsx', text))).toEqual([])
  })
})

describe('dictionaries', async () => {
  const all = await dictionaries(tree)
  /** What both languages call alike. */
  const alike = new Set(['Email', 'PIN', 'PDF', 'Enamel', 'Error', 'No', 'Total', 'Tomás Reyes'])

  test('are found', () => {
    expect(all.length).toBeGreaterThan(25)
    expect(all.map(({ path }) => path)).toEqual(expect.arrayContaining(['app/portal/[hat]/_copy/home.ts#homeCopy', 'lib/portal/words.ts#portalWords', 'app/trouble-copy.ts#troubleCopy']))
  })

  test.for(all.map((one) => [one.path, one] as const))('%s says the same in both languages', ([, { en, es }]) => {
    const [english, other] = [texts(en), texts(es)]
    expect([...other.keys()]).toEqual([...english.keys()])
    const wrong = [...english].flatMap(([key, text]) => {
      const translated = other.get(key) ?? ''
      if (!text.trim() || !translated.trim()) return [`${key}: empty`]
      if (gaps(text).join() !== gaps(translated).join()) return [`${key}: ${text} | ${translated}`]
      const bare = text.replace(/\{\w+\}|⟦\d⟧|#|[^\p{L}]/gu, '')
      return text === translated && bare !== '' && !alike.has(text) ? [`${key}: not translated`] : []
    })
    expect(wrong).toEqual([])
  })
})

describe('what an operation says when it refuses', () => {
  /** Features that a patient meets. Those of the staff alone speak English. */
  const met = /^lib\/(account|email|factors|join|phones|pins|sessions|shares|sign-in|portal)\/(schema|commands|service|account|prove|tries|make|arrival)\.ts$|^lib\/(auth\/password|workstations\/try-pin|access\/caller|access\/conditions)\.ts$/
  /** Combined before they are said. */
  const halves = new Set(['No PIN works here.', 'A password alone is not enough here.', '{} Use another way, or sign in anew.', 'These are not your digits. {}', 'One more try is left.', '{} more tries are left.'])

  test('is in the Spanish dictionary', () => {
    const spoken = tree.filter(({ path }) => met.test(path)).flatMap((one) => sentences(one).map((sentence) => [one.path, sentence] as const))
    expect(spoken.length).toBeGreaterThan(40)
    expect(spoken.filter(([, sentence]) => !Object.hasOwn(spanish, sentence) && !halves.has(sentence)).map(([path, sentence]) => `${path}: ${sentence}`)).toEqual([])
  })

  test('also where it says what any operation says', () => {
    for (const { says } of Object.values(answers)) expect(said(says, 'es')).not.toBe(says)
  })

  test('and nothing there is empty, or left as it was', () => {
    for (const [english, translated] of Object.entries(spanish)) expect(translated.length > 5 && translated !== english, english).toBe(true)
  })
})
