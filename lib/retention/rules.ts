import { categories } from '@/lib/documents/schema'
import type { RetentionRules, Span } from '@/lib/retention/schema'

/** A rule as it stands: `category` null is the whole practice's, `years` null means for good. */
export type Rule = { category: string | null; years: number | null; minorAge: number; minorYears: number }

/** What is proposed where nobody has decided: long enough for most states and payers, and in force only once it is saved. */
export const proposed = { minorAge: 18, minorYears: 10 }

/** How a span is called. */
export const spanWords: Record<Span, string> = {
  default: 'As for the practice', always: 'Keep for good', '5': '5 years', '6': '6 years', '7': '7 years', '8': '8 years', '10': '10 years',
  '12': '12 years', '15': '15 years', '20': '20 years', '25': '25 years', '30': '30 years',
}

/** The choice that shows a rule; null for no rule of its own. */
export function spanOf(rule: Pick<Rule, 'years'> | undefined, whole: boolean): Span {
  if (!rule) return whole ? 'always' : 'default'
  return rule.years === null ? 'always' : (String(rule.years) as Span)
}

/** The rules that an owner's form asks for; a kind "as for the practice" has none, and neither has a practice that decides nothing. */
export function rulesOf(chosen: RetentionRules): Rule[] {
  const { minorAge, minorYears } = chosen
  const rule = (category: string | null, span: Span): Rule => ({ category, years: span === 'always' ? null : Number(span), minorAge, minorYears })
  return [
    ...(chosen.practice === 'always' ? [] : [rule(null, chosen.practice)]),
    ...categories.flatMap((category) => (chosen[category] === 'default' ? [] : [rule(category, chosen[category])])),
  ]
}

/** Which rules end, by category, and which begin: one that stays as it is stays in force under its own date and name. */
export function ruleChanges(live: readonly Rule[], wanted: readonly Rule[]): { end: (string | null)[]; begin: Rule[] } {
  const same = (a: Rule, b: Rule) => a.category === b.category && a.years === b.years && a.minorAge === b.minorAge && a.minorYears === b.minorYears
  return {
    end: live.filter((one) => !wanted.some((other) => same(one, other))).map(({ category }) => category),
    begin: wanted.filter((one) => !live.some((other) => same(one, other))),
  }
}
