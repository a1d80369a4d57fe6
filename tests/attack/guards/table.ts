/**
 * The table attack × guard, as data: SECURITY.md prints it, and tests/db/documents/guards*.test.ts hold it to the product.
 *
 * `stops` names every guard that stops the attack by itself. The tests leave out every combination of them and demand that
 * the record stays shut until the last one is gone, and that it opens then: a guard that is named here and does nothing
 * fails, and so does an attack that was none.
 */
export const guards = ['session', 'policy', 'rows', 'link', 'encryption', 'audit', 'containment'] as const
export type Guard = (typeof guards)[number]

export const guardNames: Record<Guard, string> = {
  session: 'Session', policy: 'Policy', rows: 'Row-level security', link: 'Signed link', encryption: 'Encryption',
  audit: 'Audit before bytes', containment: 'Containment',
}

/**
 * Policy is asked in two places: of the hat (is it this person's now, does its role allow it) and in the statement (this
 * practice, this patient, released). Where both stop an attack, each must hold without the other.
 */
export const policyParts = ['hat', 'statement'] as const
export type Part = (typeof policyParts)[number]

export type Attack = {
  id: string
  /** One sentence, as SECURITY.md prints it. */
  attack: string
  stops: readonly Guard[]
  /** Which parts of policy hold, where policy stops it. */
  parts?: readonly Part[]
  /** Which test tries it: every combination of guards, or a scene of its own. */
  tried: 'combinations' | 'bytes' | 'audit'
  /** Required where fewer than two guards stand: why, and what stands instead. */
  alone?: string
}

const combinations = [
  // A patient of the same practice, signed in, holding valid ids.
  { id: 'address-other-patient', attack: 'A patient changes the document id in the portal’s address', stops: ['policy', 'rows'], parts: ['statement'] },
  { id: 'door-other-patient', attack: 'A patient asks the door to sign a link to another patient’s document', stops: ['policy', 'rows'], parts: ['statement'] },
  { id: 'page-other-patient', attack: 'A patient asks for the page of another patient’s document', stops: ['policy', 'rows'], parts: ['statement'] },
  { id: 'cursor-other-patient', attack: 'A list’s cursor names another patient’s document', stops: ['policy', 'rows'], parts: ['statement'] },
  { id: 'list-unreleased', attack: 'A patient lists what was not released to her', stops: ['policy', 'rows'], parts: ['statement'] },
  { id: 'link-document', attack: 'A patient changes the document id in her own signed link', stops: ['policy', 'rows', 'link'], parts: ['statement'] },
  { id: 'sent-by-other', attack: 'The same, to what another patient sent, which needs no release', stops: ['policy', 'rows', 'link'], parts: ['statement'] },
  { id: 'out-of-scope', attack: 'A carer who may see X-rays changes her link to a letter of the same patient', stops: ['policy', 'rows', 'link'], parts: ['statement'] },
  { id: 'kept-apart', attack: 'A parent who is kept apart changes his link to what the other parent sent', stops: ['policy', 'rows', 'link'], parts: ['statement'] },
  { id: 'link-hat', attack: 'A patient changes hat and document in her own signed link to another patient’s', stops: ['policy', 'rows', 'link', 'audit'], parts: policyParts },
  { id: 'link-version', attack: 'A patient changes the version in her link to one that was replaced', stops: ['rows', 'link'] },
  { id: 'second-hat', attack: 'A parent with two hats opens one child’s document under the other child’s hat', stops: ['policy', 'rows', 'link'], parts: ['statement'] },
  { id: 'patient-asks-staff', attack: 'A patient calls the staff’s operation with her own hat', stops: ['policy', 'rows', 'link'], parts: policyParts },
  // A link in the wrong hands.
  { id: 'forward-person', attack: 'A link is forwarded to another patient, signed in', stops: ['policy', 'rows', 'link', 'audit'], parts: policyParts },
  { id: 'forward-practice', attack: 'A link is forwarded to staff of another practice', stops: ['policy', 'rows', 'link', 'audit'], parts: policyParts },
  { id: 'forward-colleague', attack: 'A member reads under a colleague’s name, by her link', stops: ['policy', 'rows', 'link', 'audit'], parts: policyParts },
  { id: 'forward-anonymous', attack: 'A link is forwarded to somebody without an account', stops: ['session', 'policy', 'rows', 'link', 'audit'], parts: policyParts },
  { id: 'forward-headers', attack: 'The same, with forged request-id, forwarded-for, host and hat headers', stops: ['session', 'policy', 'rows', 'link', 'audit'], parts: policyParts },
  // A session that is over, or not enough.
  { id: 'replay-signed-out', attack: 'A copied cookie and link are replayed after sign-out', stops: ['session', 'policy', 'rows', 'link'], parts: ['statement'] },
  { id: 'replay-expired', attack: 'The same after the session’s twelve hours or ninety days', stops: ['session', 'policy', 'rows', 'link'], parts: ['statement'] },
  { id: 'replay-locked', attack: 'A link is used at a locked computer', stops: ['session', 'policy', 'rows', 'link'], parts: ['statement'] },
  { id: 'replay-idle', attack: 'A link is used at a computer left alone, before anything noticed', stops: ['session', 'policy', 'rows'], parts: ['statement'] },
  { id: 'replay-all-ended', attack: 'A cookie is replayed after its owner ended all sessions', stops: ['session', 'policy', 'rows'], parts: ['statement'] },
  { id: 'replay-seat', attack: 'A session goes on at a computer that was taken off the practice’s list', stops: ['session', 'policy', 'rows'], parts: ['statement'] },
  { id: 'list-signed-out', attack: 'A list is asked for with a copied cookie after sign-out', stops: ['session', 'rows'] },
  { id: 'list-locked', attack: 'A list is asked for at a locked computer', stops: ['session', 'rows'] },
  { id: 'one-factor', attack: 'An owner’s password alone, without the second factor, opens a document', stops: ['session', 'policy', 'rows'], parts: ['statement'] },
  { id: 'list-one-factor', attack: 'The same, asking for a patient’s list', stops: ['session', 'rows'] },
  // Permission that has ended.
  { id: 'former-member', attack: 'A former member uses the link and tab of this morning', stops: ['policy', 'rows'], parts: policyParts },
  { id: 'former-proxy', attack: 'A former proxy uses a link whose lease is alive', stops: ['policy', 'rows'], parts: policyParts },
  { id: 'expired-proxy', attack: 'A proxy whose time is over uses the hat of a second tab', stops: ['policy', 'rows'], parts: policyParts },
  { id: 'member-without-role', attack: 'A member whose last role was taken away', stops: ['policy', 'rows'], parts: policyParts },
  { id: 'release-withdrawn', attack: 'A link is kept, its lease alive, after the release was withdrawn', stops: ['policy', 'rows'], parts: ['statement'] },
  { id: 'release-expired', attack: 'The same after the release ran out', stops: ['policy', 'rows'], parts: ['statement'] },
  { id: 'never-released', attack: 'A patient opens her own document before anybody released it', stops: ['policy', 'rows', 'link'], parts: ['statement'] },
  // Another practice.
  { id: 'other-practice-document', attack: 'Staff of another practice name our document under their own hat', stops: ['policy', 'rows', 'link', 'encryption'], parts: ['statement'] },
  // Containment.
  { id: 'documents-closed', attack: 'A link issued before documents were closed is used after', stops: ['rows', 'containment'] },
  { id: 'portal-closed', attack: 'A link issued before the portal was closed is used after', stops: ['rows', 'containment'] },
  { id: 'list-closed', attack: 'A patient lists documents after they were closed', stops: ['rows', 'containment'] },
] as const satisfies readonly Omit<Attack, 'tried'>[]

export type Combined = (typeof combinations)[number]['id']

const store = 'Needs a hand in the store’s folder, where no other guard stands. The lock is threefold: the document’s own key, the commitment in its row, and its context mixed into the key; each holds alone.'

const scenes: readonly Attack[] = [
  { id: 'row-swapped', attack: 'A version’s row is pointed at another document’s file and key', stops: ['rows', 'encryption'], tried: 'bytes' },
  { id: 'key-moved', attack: 'A wrapped key is moved to another practice’s row', stops: ['rows', 'encryption'], tried: 'bytes' },
  { id: 'file-swapped', attack: 'Two documents’ files change places in the store', stops: ['encryption'], tried: 'bytes', alone: store },
  { id: 'file-changed', attack: 'A stored file is changed, cut, lengthened, or its pieces reordered', stops: ['encryption'], tried: 'bytes', alone: 'Nothing leaks; wrong bytes would be served. The same threefold lock, every piece sealed with its place and its end, and the length kept in the row.' },
  { id: 'store-copied', attack: 'The store’s folder is copied', stops: ['encryption'], tried: 'bytes', alone: 'The thief needs the database and the root keys besides, and they rest in two other places.' },
  { id: 'database-copied', attack: 'The database is copied, with the store’s folder', stops: ['encryption'], tried: 'bytes', alone: 'Documents, sessions, letters and secrets stay shut without the keys, which rest elsewhere. Names, titles and appointments do not: encrypt the disk and the backups.' },
  { id: 'audit-refused', attack: 'A document is opened while its history cannot be written (right revoked, table full)', stops: ['audit', 'link'], tried: 'audit' },
  { id: 'audit-commit-lost', attack: 'The connection is lost at the commit of the history', stops: ['audit'], tried: 'audit', alone: 'Opens nothing that was forbidden. History and lease are one commit, and the bytes wait for its answer: there is nothing else to wait for.' },
  { id: 'audit-forged', attack: 'A reader’s headers or operation write somebody else into the history', stops: ['audit', 'rows'], tried: 'audit' },
]

export const attacks: readonly Attack[] = [
  ...combinations.map((attack): Attack => ({ ...attack, tried: 'combinations' })),
  ...scenes,
]
