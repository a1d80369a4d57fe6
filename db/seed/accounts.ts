import 'server-only'
import { createHash } from 'node:crypto'

/**
 * An account of the demo. Everything here is public by design: it is shown on the sign-in page, and exists only where
 * the demo does. Production never reads this file.
 */
export type DemoAccount = {
  /** The person's key in the story. */
  key: string
  name: string
  email: string
  /** At least fifteen characters. */
  password: string
  /** Base32 (RFC 4648), 160 bits; whoever works in a practice has one. */
  totpSecret?: string
  /** One sentence for the sign-in page. */
  what: string
  /** The hats this person wears, in words. */
  hats: string[]
  /** Six digits at the practice's enrolled workstations. */
  workstationPin?: string
}

const riverbend = 'Riverbend Dental Care'
const cedar = 'Cedar Hollow Family Dentistry'

/** What the sign-in page lists, in the order of a tour. */
export const demoAccounts: DemoAccount[] = [
  {
    key: 'katherine', name: 'Katherine Nguyen', email: 'katherine.nguyen@letterbox.example',
    password: 'seven herons at dusk',
    what: 'A patient who reads her own X-rays on the phone and sees who else has.',
    hats: [`Patient, ${riverbend}`],
  },
  {
    key: 'anders', name: 'Anders Lindqvist', email: 'anders.lindqvist@mailbox.example',
    password: 'paper boats on the weir',
    what: 'A father who sees some of his son’s record at one practice, and his own at the other.',
    hats: [`Parent of Theo, ${riverbend}`, `Patient, ${cedar}`],
  },
  staff({
    key: 'marisol', name: 'Marisol Vega', email: 'marisol.vega@mailbox.example',
    password: 'green lanterns in october', workstationPin: '275831',
    what: 'Four hats: hygienist here, patient there, and mother of a child in both practices.',
    hats: [`Hygienist, ${cedar}`, `Patient, ${riverbend}`, `Parent of Theo, ${riverbend}`, `Parent of Theo, ${cedar}`],
  }),
  staff({
    key: 'joy', name: 'Joy Mendoza', email: 'joy.mendoza@riverbend-dental.example',
    password: 'the kettle sings at eight', workstationPin: '548106',
    what: 'The front desk: today’s visits, scans to file, invitations at the counter.',
    hats: [`Front desk, ${riverbend}`],
  }),
  staff({
    key: 'amara', name: 'Amara Okonkwo', email: 'amara.okonkwo@riverbend-dental.example',
    password: 'violets behind the boathouse', workstationPin: '917352',
    what: 'Owner and dentist: members, release rules, and the switch that closes the portal.',
    hats: [`Owner and dentist, ${riverbend}`],
  }),
  staff({
    key: 'henrik', name: 'Henrik Solberg', email: 'henrik.solberg@riverbend-dental.example',
    password: 'long trains through birches', workstationPin: '360489',
    what: 'A dentist who reviews images before patients receive them.',
    hats: [`Dentist, ${riverbend}`],
  }),
  staff({
    key: 'ruth', name: 'Ruth Feldman', email: 'ruth.feldman@riverbend-dental.example',
    password: 'quiet ledgers, sharp pencils', workstationPin: '724915',
    what: 'The privacy officer: who opened what, and one evening that needs explaining.',
    hats: [`Privacy officer, ${riverbend}`],
  }),
  {
    key: 'rosa', name: 'Rosa Elena Ibarra', email: 'rosa.elena.ibarra@post.example',
    password: 'naranjas para el domingo',
    what: 'A patient and mother who reads the portal in Spanish.',
    hats: [`Patient, ${riverbend}`, `Parent of Emiliano, ${riverbend}`],
  },
  staff({
    key: 'brent', name: 'Brent Halloran', email: 'brent.halloran@riverbend-dental.example',
    password: 'a key that fits nothing',
    what: 'A former employee: his sign-in works, his hat is gone.',
    hats: [],
  }),
  {
    key: 'colette', name: 'Colette Marchand', email: 'colette.marchand@mailbox.example',
    password: 'boxes packed for the coast',
    what: 'A former patient whose access has ended.',
    hats: [],
  },
]

/** The rest of the staff, and a carer: they can sign in too, but the sign-in page would grow too long. */
export const otherAccounts: DemoAccount[] = [
  ...(
    [
      ['keisha', 'Keisha Daniels', 'riverbend-dental', 'Hygienist', riverbend, 'mint tea by the window', '206487'],
      ['tomas', 'Tomás Herrera', 'riverbend-dental', 'Assistant', riverbend, 'bicycles under the bridge', '681530'],
      ['walter', 'Walter Pruitt', 'riverbend-dental', 'Billing', riverbend, 'columns that add up twice', '935174'],
      ['samuel', 'Samuel Whitcomb', 'cedarhollow', 'Owner and dentist', cedar, 'old orchard, new ladder', '417906'],
      ['lorraine', 'Lorraine Tran', 'cedarhollow', 'Privacy officer', cedar, 'seven locks on the barn', '582639'],
      ['anjali', 'Anjali Deshmukh', 'cedarhollow', 'Dentist', cedar, 'monsoon over the quarry', '760318'],
      ['caleb', 'Caleb Yoder', 'cedarhollow', 'Assistant', cedar, 'oak table, eight chairs', '139572'],
      ['fatima', 'Fatima Haddad', 'cedarhollow', 'Front desk', cedar, 'cardamom in the morning', '845260'],
      ['gwen', 'Gwen Abernathy', 'cedarhollow', 'Billing', cedar, 'receipts in a biscuit tin', '321794'],
    ] as const
  ).map(([key, name, domain, role, practice, password, workstationPin]) =>
    staff({
      key, name, password, workstationPin, what: `${role} at ${practice}.`, hats: [`${role}, ${practice}`],
      email: `${name.normalize('NFD').replace(/[^A-Za-z ]/g, '').toLowerCase().replace(' ', '.')}@${domain}.example`,
    }),
  ),
  {
    key: 'nadine', name: 'Nadine Teague', email: 'nadine.teague@mailbox.example',
    password: 'soup on thursdays with dad',
    what: 'A carer who looks after her father’s papers.',
    hats: [`Carer of Harold Teague, ${riverbend}`],
  },
  {
    key: 'julio', name: 'Julio Ibarra', email: 'julio.ibarra@letterbox.example',
    password: 'pears from the top branch',
    what: 'A husband who was asked for one thing: his wife’s insurance card.',
    hats: [`Helper of Rosa Elena Ibarra, ${riverbend}`],
  },
  {
    key: 'marek', name: 'Marek Kowalczyk', email: 'marek.kowalczyk@mailbox.example',
    password: 'skates over the old quarry',
    what: 'A father whose daughter comes of age in six weeks.',
    hats: [`Parent of Violet Kowalczyk, ${riverbend}`],
  },
]

/** Derived, not stored: a line of Base32 in a repository looks like a leaked secret to every scanner. */
function staff(account: DemoAccount): DemoAccount {
  const bytes = createHash('sha1').update(`Enamel demo authenticator ${account.key}`).digest()
  return { ...account, totpSecret: base32(bytes) }
}

function base32(bytes: Buffer): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  let out = ''
  let value = 0
  let bits = 0
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) out += alphabet[(value >>> (bits - 5)) & 31]
  }
  return out
}
