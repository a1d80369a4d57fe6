import { smallPdf } from '../../factories/small-pdf'
import type { Relation, Route, Target, TargetObject } from '../engine/types'
import type { Backstage } from './backstage'
import { anonymous, carrying, ground, outside, table, turnedAway } from './cast'
import { formBody, learnForms } from './forms'
import { actions, handlers } from './inventory'
import { uploadRoutes } from './sending'
import { clientOf, type Installation, type Scene } from './scene'

const kinds = ['owner', 'no role', 'patient', 'former', 'closed', 'anonymous']

const relations: Relation[] = [
  ...outside,
  { name: 'one’s own', same: ['person'] },
  { name: 'another person’s', object: { of: 'a person' } },
  { name: 'own practice', kinds: ['owner', 'no role'], same: ['practice'] },
  { name: 'another practice', differ: ['practice'] },
  { name: 'a patient here', kinds: ['patient'], same: ['practice'] },
]

const cells = table(relations, kinds, (kind, relation) =>
  relation === 'one’s own' ? 'allow' : relation === 'own practice' ? (kind === 'owner' ? 'allow' : 'deny-role') : 'deny-like-absent')

const inPractice = '{"practice":"{practice}"}'
const asPerson = '"person"'

type Act = {
  /** The file and function, as the inventory has them. */
  id: string
  /** The page that holds the form, and something in the form by which to know it. */
  at: string
  page: string
  holds: string
  params: Record<string, string>
  fields?: Record<string, string>
  /** Where nothing changes because what is sent is what stands: how the answer is known. */
  says?: string
}

const chart = '/practice/{practice}/patients/{patient}'
const paper = '/practice/{practice}/documents/{document}'

function acts(scene: Scene, practice: Record<string, string>): Act[] {
  const { offices: { a }, patients, papers, staff, things } = scene
  const here = `/practice/${a.id}`
  const ann = `${here}/patients/${patients.ann.id}`
  const onChart = { practice: 'practice', patient: 'patient' }
  const names = { givenName: 'Changed', familyName: `Quillfeather${scene.tag}`, birthDate: '1990-04-02', language: 'en' }
  const patientFile = 'practice/[practice]/patients/[patient]'
  const document = (name: string, holds: string, kind: 'held' | 'released' | 'unfiled' | 'loose' | 'unscanned', fields: Record<string, string>, more: Record<string, string> = {}): Act => ({
    id: `practice/[practice]/documents/[document]#${name}`, at: paper, holds,
    page: `${here}/documents/${papers[kind].id}${name === 'move' ? `/move?q=Quillfeather` : ''}`,
    params: { practice: 'practice', document: kind, ...('patient' in fields ? { patient: 'patient' } : {}), ...more }, fields: { document: '{document}', ...fields },
  })
  const member = (name: string, holds: string, fields: Record<string, string>): Act => ({
    id: `practice/[practice]/members#${name}`, at: '/practice/{practice}/members/{member}', page: `${here}/members/${staff.billing.hat}`, holds,
    params: { practice: 'practice', member: 'member' }, fields: { member: '{member}', ...fields },
  })
  const invited = (name: string, holds: string): Act => ({
    id: `practice/[practice]/members#${name}`, at: '/practice/{practice}/members', page: `${here}/members`, holds,
    params: { practice: 'practice', invitation: 'invitation' }, fields: { invitation: '{invitation}' },
  })
  return [
    document('file', 'name="title"', 'held', { title: 'Filed anew', category: 'letter', takenOn: '2026-01-02', tooth: '' }),
    document('move', 'Put it to', 'loose', { patient: '{patient}' }),
    document('discard', 'Discard it', 'unfiled', { why: 'A test' }),
    document('review', 'I have reviewed', 'held', {}),
    document('release', 'Releasing|name="note"', 'held', { note: 'For you', until: '', audience: 'named', readers: '{readers.0}' }, { 'readers.0': 'access' }),
    document('readdress', 'name="audience"', 'released', { audience: 'named', readers: '{readers.0}' }, { 'readers.0': 'access' }),
    { ...document('wrongPatient', 'name="named"', 'held', { why: 'A test', named: '', right: '{right}' }, { right: 'archived' }), at: `${paper}/wrong-patient`, page: `${here}/documents/${papers.held.id}/wrong-patient` },
    { id: 'practice/[practice]/privacy/[case]#note', at: '/practice/{practice}/privacy/{case}', page: `${here}/privacy/${things.privacyCase}`, holds: 'name="text"', params: { practice: 'practice', case: 'case' }, fields: { case: '{case}', text: 'A test' } },
    { id: 'practice/[practice]/privacy/[case]#close', at: '/practice/{practice}/privacy/{case}', page: `${here}/privacy/${things.privacyCase}`, holds: 'name="finding"', params: { practice: 'practice', case: 'case' }, fields: { case: '{case}', finding: 'A test', done: 'A test' } },
    document('withdraw', 'name="why"', 'released', { why: 'A test' }),
    {
      id: 'practice/[practice]/documents/[document]/delete#remove', at: `${paper}/delete`, page: `${here}/documents/${papers.held.id}/delete`, holds: 'name="why"',
      params: { practice: 'practice', document: 'held' }, fields: { document: '{document}', why: 'A test' },
    },
    { id: 'practice/[practice]/deleted#restore', at: '/practice/{practice}/deleted', page: `${here}/deleted`, holds: 'Bring back', params: { practice: 'practice', document: 'deleted' }, fields: { document: '{document}' } },
    { id: 'practice/[practice]/holds#place', at: `${chart}/hold`, page: `${ann}/hold`, holds: 'Place the hold', params: onChart, fields: { patient: '{patient}', why: 'A test' } },
    { id: 'practice/[practice]/holds#end', at: `${chart}/hold`, page: `${here}/patients/${patients.old.id}/hold`, holds: 'name="hold"', params: { practice: 'practice', patient: 'archived', hold: 'hold' }, fields: { patient: '{patient}', hold: '{hold}', why: 'A test' } },
    { id: 'practice/[practice]/settings/retention#saveRetentionRules', at: '/practice/{practice}/settings/retention', page: `${here}/settings/retention`, holds: 'name="deletionDays"', params: { practice: 'practice' }, fields: retention, says: 'done=saved' },
    ...([['map', 'named', 'name="chartNumber"', columns], ['open', 'compared', 'Take over', {}], ['forget', 'compared', 'Forget it', {}], ['finish', 'open', 'Finish this import', {}], ['undo', 'open', 'name="why"', { why: 'A test' }]] as const)
      .map(([name, kind, holds, fields]): Act => ({
        id: `practice/[practice]/settings/import/[batch]#${name}`, at: '/practice/{practice}/settings/import/{batch}', page: `${here}/settings/import/${things[`${kind}Import`]}`, holds,
        params: { practice: 'practice', batch: `${kind} import` }, fields: { batch: '{batch}', ...fields },
      })),
    document('decide', 'name="decision"', 'unscanned', { version: '1', decision: 'take', why: 'A test' }),
    { id: `${patientFile}#update`, at: `${chart}/edit`, page: `${ann}/edit`, holds: 'name="version"', params: onChart, fields: { patient: '{patient}', version: '1', ...names } },
    { id: `${patientFile}#archive`, at: `${chart}/archive`, page: `${ann}/archive`, holds: 'name="why"', params: onChart, fields: { patient: '{patient}', why: 'A test' } },
    { id: `${patientFile}#unarchive`, at: chart, page: `${here}/patients/${patients.old.id}`, holds: 'Bring back', params: { practice: 'practice', patient: 'archived' }, fields: { patient: '{patient}' } },
    { id: `${patientFile}#newContact`, at: chart, page: ann, holds: 'new-contact', params: onChart, fields: { patient: '{patient}', kind: 'other', name: 'A friend', phone: '(423) 555-0199', relation: '', email: '' } },
    { id: `${patientFile}#closeContact`, at: chart, page: ann, holds: 'name="contact"', params: { ...onChart, contact: 'contact' }, fields: { patient: '{patient}', contact: '{contact}' } },
    { id: `${patientFile}#newAlert`, at: chart, page: ann, holds: 'new-alert', params: onChart, fields: { patient: '{patient}', kind: 'allergy', text: 'Nuts' } },
    { id: `${patientFile}#closeAlert`, at: chart, page: ann, holds: 'name="alert"', params: { ...onChart, alert: 'alert' }, fields: { patient: '{patient}', alert: '{alert}' } },
    { id: `${patientFile}/portal#invite`, at: `${chart}/portal`, page: `${ann}/portal`, holds: 'name="channel"', params: onChart, fields: { patient: '{patient}', channel: 'counter', relation: 'self', language: 'en', name: '', email: '', how: 'photo_id', note: '' } },
    { id: `${patientFile}/portal#revoke`, at: `${chart}/portal`, page: `${ann}/portal`, holds: 'name="invitation"', params: { ...onChart, invitation: 'patient invitation' }, fields: { patient: '{patient}', invitation: '{invitation}' } },
    { id: `${patientFile}/portal#end`, at: `${chart}/portal`, page: `${ann}/portal`, holds: 'End the access', params: { ...onChart, access: 'access' }, fields: { patient: '{patient}', access: '{access}', why: 'A test' } },
    { id: `${patientFile}/portal#narrow`, at: `${chart}/portal`, page: `${ann}/portal`, holds: 'Leave it empty to keep the day', params: { ...onChart, access: 'access' }, fields: { patient: '{patient}', access: '{access}', scope: 'categories', categories: 'letter', until: '', why: 'A test' } },
    { id: `${patientFile}/portal#extend`, at: `${chart}/portal`, page: `${ann}/portal`, holds: 'say that I saw it', params: { ...onChart, access: 'access' }, fields: { patient: '{patient}', access: '{access}', scope: 'all', until: '', why: 'A test', evidenceKind: 'own_word', evidence: '' } },
    { id: `${patientFile}/portal#verify`, at: `${chart}/portal`, page: `${ann}/portal`, holds: 'name="access"(?:(?!<form).)*name="how"', params: { ...onChart, access: 'access' }, fields: { patient: '{patient}', access: '{access}', how: 'photo_id', note: '' } },
    { id: `${patientFile}/shares#request`, at: `${chart}/shares/ask`, page: `${ann}/shares/ask`, holds: 'name="recipientName"', params: onChart, fields: { patient: '{patient}', recipientName: 'North Street', purpose: 'A film', channel: 'show', recipientEmail: '', language: 'en' } },
    { id: `${patientFile}/shares#end`, at: `${chart}/shares`, page: `${ann}/shares`, holds: 'name="share"', params: { ...onChart, share: 'share' }, fields: { patient: '{patient}', share: '{share}' } },
    member('setRoles', 'name="roles"', { roles: 'assistant' }),
    member('remove', 'name="why"', { why: 'A test' }),
    member('approve', 'name="how"', { how: 'She stood in my office' }),
    invited('resend', 'Send again'),
    invited('revoke', 'Take back'),
    { id: 'practice/[practice]/members#invite', at: '/practice/{practice}/members/invite', page: `${here}/members/invite`, holds: 'name="roles"', params: { practice: 'practice' }, fields: { name: 'Somebody new', email: `new-${scene.tag}@attack.example`, roles: 'billing', language: 'en' } },
    { id: 'practice/[practice]/patients/new#create', at: '/practice/{practice}/patients/new', page: `${here}/patients/new`, holds: 'name="chartNumber"', params: { practice: 'practice' }, fields: { ...names, givenName: 'Entered', birthDate: '1981-02-03', chartNumber: `Y-${scene.tag}`, seen: '' } },
    { id: 'practice/[practice]/settings#close', at: '/practice/{practice}/settings', page: `${here}/settings`, holds: 'value="documents"', params: { practice: 'practice' }, fields: { function: 'documents', why: 'A test' } },
    { id: 'practice/[practice]/settings#save', at: '/practice/{practice}/settings/practice', page: `${here}/settings/practice`, holds: 'name="timeZone"', params: { practice: 'practice' }, fields: practice, says: 'done=saved' },
    { id: 'practice/[practice]/settings#saveRules', at: '/practice/{practice}/settings/releases', page: `${here}/settings/releases`, holds: 'name="radiograph"', params: { practice: 'practice' }, fields: rules, says: 'done=saved' },
    { id: 'practice/[practice]/workstations#end', at: '/practice/{practice}/workstations', page: `${here}/workstations`, holds: 'name="workstation"', params: { practice: 'practice', workstation: 'workstation' }, fields: { workstation: '{workstation}' } },
    { id: 'practice/[practice]/workstations#stopFolder', at: '/practice/{practice}/workstations', page: `${here}/workstations`, holds: 'name="folder"', params: { practice: 'practice', folder: 'program' }, fields: { folder: '{folder}' } },
    { id: 'practice/[practice]/workstations#newFolder', at: '/practice/{practice}/workstations', page: `${here}/workstations`, holds: 'Make a credential', params: { practice: 'practice', workstation: 'workstation' }, fields: { name: 'Sensor', workstation: '{workstation}' } },
    { id: 'practice/[practice]/workstations#enrol', at: '/practice/{practice}/workstations', page: `${here}/workstations`, holds: 'name="name"', params: { practice: 'practice' }, fields: { name: `A desk ${scene.tag}` } },
    { id: 'account/(own)/phone#end', at: '/account/phone', page: '/account/phone', holds: 'name="phone"', params: { phone: 'phone' }, fields: { phone: '{phone}' } },
    { id: 'account/(own)/sessions#end', at: '/account/sessions', page: '/account/sessions', holds: 'name="session"', params: { session: 'session' }, fields: { session: '{session}' }, says: '/account/sessions' },
    { id: 'account/(own)/pin#choose', at: '/account/pin', page: '/account/pin', holds: 'name="again"', params: { member: 'own seat' }, fields: { member: '{member}', pin: '274913', again: '274913' } },
  ]
}

const rules: Record<string, string> = {}
/** Which column of the scene's index is which. */
const columns: Record<string, string> = { file: '0', chartNumber: '1', lastName: '2', firstName: '3', birthDate: '4', takenOn: '5', dates: 'mdy' }
/** As the story has it: nothing is decided, and everything is kept. */
const retention: Record<string, string> = { practice: 'always', minorAge: '18', minorYears: '10', deletionDays: '30' }

/**
 * Everything that changes something, by the form that a browser without JavaScript sends: the owner's form, forwarded,
 * and with ids exchanged one by one. The witness is the database itself.
 */
export async function actsTarget(at: Installation, scene: Scene, behind: Backstage): Promise<Target> {
  const { offices: { a, b }, staff, others, portal, patients, papers, things, uploads, guests, sql, cookieName } = scene
  const [settings = {}] = await sql<Record<string, string>>('select name, phone, email, address, time_zone as "timeZone", idle_minutes::text as "idleMinutes", majority_age::text as "majorityAge" from practice where practice_id = $1', [a.id])
  const timings = await sql<{ category: string; timing: string }>('select category, timing from release_rule where practice_id = $1 and until_at is null', [a.id])
  for (const category of ['radiograph', 'photograph', 'treatment_plan', 'consent', 'referral', 'lab_report', 'insurance', 'statement', 'letter', 'identification', 'other']) {
    rules[category] = timings.find((rule) => rule.category === category)?.timing ?? 'never'
    retention[category] = 'default'
  }
  // Confirmations last ten minutes; the parts before this one took some of them.
  await sql(`update identity.session set step_up_until = now() + interval '10 minutes' where id = any($1::uuid[])`, [scene.ids])
  // A chart shows its last two dozen openings, and to draw it is one more: filled up, it looks alike before and after.
  for (const [of, by] of [[patients.ann, staff.owner], [patients.cora, staff.ownerB]] as const)
    await sql(`insert into audit_event (practice_id, actor_kind, hat_id, person_id, actor_name, actor_roles, session_id, operation, decision, policy_version, patient_id)
      select $1, 'staff', $2, $3, $4, '{dentist,owner}', $5, 'patients.open', 'allow', '1', $6 from generate_series(1, 30)`, [of.practice, by.hat, by.person, by.name, by.session, of.id])
  const all = acts(scene, settings)
  const client = clientOf(at)
  const forms = await learnForms(client, `${cookieName}=${staff.owner.cookie}`, Object.fromEntries(all.map(({ id, page, holds }) => [id, { page, holds }]))).finally(() => client.close())

  // What the portal's own forms do is in portal-acts.ts.
  const inventory = [...(await actions()).filter(({ id }) => !id.startsWith('portal/')), ...handlers().filter(({ id }) => / \/v1\/[un]\//.test(id) || (id.startsWith('POST ') && !id.includes(' /v1/')))]
  const ours = { origin: at.origin, 'sec-fetch-site': 'same-origin' }
  const witnessed = { probe: { path: `${behind.origin}/witness` }, after: [{ path: `${behind.origin}/restore` }] }
  const A = { practice: 'A' }
  const [ofA, ofB] = [{ ...A }, { practice: 'B' }]
  const pair = (kind: string, [mine, theirs]: [string, string], within?: [Record<string, string>, Record<string, string>]): TargetObject[] => [
    { name: `${kind} at A`, kind, value: mine, owner: 'owner', labels: ofA, within: { practice: 'practice A', ...within?.[0] } },
    { name: `${kind} at B`, kind, value: theirs, owner: 'owner of B', labels: ofB, within: { practice: 'practice B', ...within?.[1] } },
  ]
  const onCharts: [Record<string, string>, Record<string, string>] = [{ patient: 'patient at A' }, { patient: 'patient at B' }]
  const own = (of: 'A' | 'B') => ({ practice: `practice ${of}`, ...Object.fromEntries(['patient', 'archived', 'held', 'unfiled', 'loose', 'upload', 'released', 'unscanned', 'member', 'invitation', 'patient invitation', 'access', 'alert', 'contact', 'workstation', 'program', 'deleted', 'hold', 'paper hold', 'case', 'share', 'named import', 'compared import', 'open import'].map((kind) => [kind, `${kind} at ${of}`])) })
  const door = `/practice/${a.id}`
  const lost = `/practice/${scene.tag}`

  const routes: Route[] = all.map(({ id, at: path, params, fields = {}, says }) => ({
    id, method: 'POST', path, params, headers: ours, cells, ...witnessed,
    body: formBody(forms[id] ?? {}, 'practice' in params ? inPractice : asPerson, fields),
    positive: says ? { status: [303], headers: { location: says } } : { status: [200, 303], changesProbe: true },
    absent: { status: [404, 403, 200] }, role: { status: [403, 200] }, unauthenticated: { status: [303, 307], headers: { location: '^/(sign-in|locked)' } },
  }))
  routes.push(
    {
      id: 'POST /v1/u/{practice}', method: 'POST', path: '/v1/u/{practice}?patient={patient}&name=attack.pdf', params: { practice: 'practice', patient: 'patient' }, headers: ours,
      body: { type: 'text', contentType: 'application/pdf', value: smallPdf(`upload ${scene.tag}`).toString('latin1') }, cells, ...witnessed,
      positive: { status: [201], changesProbe: true }, role: { status: [403] }, unauthenticated: { status: [401] },
    },
    ...uploadRoutes('/v1/u/{practice}/{document}', { practice: 'practice', document: 'upload' }, scene.tag).map((route) => ({
      ...route, headers: { ...ours, ...route.headers }, cells, ...witnessed, role: { status: [403] }, unauthenticated: { status: [401] },
    })),
    {
      id: 'POST /v1/n/{practice}', method: 'POST', path: '/v1/n/{practice}', params: { practice: 'practice' }, headers: ours, cells, ...witnessed,
      body: {
        type: 'text', contentType: 'multipart/form-data; boundary=an-index',
        value: `--an-index\r\nContent-Disposition: form-data; name="file"; filename="${scene.tag}.csv"\r\nContent-Type: text/csv\r\n\r\nfile,chart\r\na.pdf,1\r\n--an-index--\r\n`,
      },
      positive: { status: [303], headers: { location: '/settings/import/[0-9a-f-]{36}$' } }, role: { status: [403] }, unauthenticated: { status: [401] },
    },
    {
      id: 'POST /v1/n/{practice}/{batch}', method: 'POST', path: '/v1/n/{practice}/{batch}', params: { practice: 'practice', batch: 'open import' }, headers: ours, cells, ...witnessed,
      body: { type: 'json', value: { line: 2, path: '2.pdf', size: 1000 } }, positive: { status: [201], changesProbe: true }, role: { status: [403] }, unauthenticated: { status: [401] },
    },
    {
      id: 'GET /v1/n/{practice}/{batch}', path: '/v1/n/{practice}/{batch}', params: { practice: 'practice', batch: 'open import' }, cells,
      positive: { status: [200], body: '2.pdf' }, role: { status: [403] }, unauthenticated: { status: [401] },
    },
    {
      id: 'POST /api/patients/{practice}/search', method: 'POST', path: '/api/patients/{practice}/search', params: { practice: 'practice' }, headers: ours,
      body: { type: 'json', value: { q: 'Quillfeather' } }, cells, positive: { status: [200], body: scene.tag }, role: { status: [403] }, unauthenticated: { status: [401] },
    },
    {
      id: 'POST /api/workstations/{practice}/left', method: 'POST', path: '/api/workstations/{practice}/left', params: { practice: 'practice' }, headers: ours,
      body: { type: 'json', value: { patient: patients.ann.id } }, cells, positive: { status: [200], body: '^\\{\\}$' }, role: { status: [403] }, unauthenticated: { status: [401] },
    },
    {
      // The page is the attacker's own, so that it is drawn; the hat bound to the form, and the paper, are not.
      id: 'a hat other than the page’s', covers: ['practice/[practice]/documents/[document]#withdraw'], method: 'POST', path: '{+me.page}', params: { practice: 'practice', document: 'released' },
      headers: ours, body: formBody(forms['practice/[practice]/documents/[document]#withdraw'] ?? {}, inPractice, { document: '{document}', why: 'A test' }), cells, ...witnessed,
      positive: { status: [200], changesProbe: true }, absent: { status: [404, 403, 200] }, role: { status: [403, 404, 200] },
      unauthenticated: { status: [303, 307], headers: { location: '^/(sign-in|locked)' } },
    },
  )
  routes.push({
    // The same form on a document's page: it holds that one document.
    id: 'a hold on one document', covers: ['practice/[practice]/holds#place'], method: 'POST', path: paper, params: { practice: 'practice', document: 'held' }, headers: ours, cells, ...witnessed,
    body: formBody(forms['practice/[practice]/holds#place'] ?? {}, inPractice, { document: '{document}', why: 'A test' }), positive: { status: [200], changesProbe: true },
    absent: { status: [404, 403, 200] }, role: { status: [403, 200] }, unauthenticated: { status: [303, 307], headers: { location: '^/(sign-in|locked)' } },
  })
  routes.push({
    id: 'the end of a hold on one document', covers: ['practice/[practice]/holds#end'], method: 'POST', path: paper, params: { practice: 'practice', document: 'held', hold: 'paper hold' }, headers: ours, cells, ...witnessed,
    body: formBody(forms['practice/[practice]/holds#end'] ?? {}, inPractice, { document: '{document}', hold: '{hold}', why: 'A test' }), positive: { status: [200], changesProbe: true },
    absent: { status: [404, 403, 200] }, role: { status: [403, 200] }, unauthenticated: { status: [303, 307], headers: { location: '^/(sign-in|locked)' } },
  })
  const page = (office: string, document: string) => ({ page: `/practice/${office}/documents/${document}` })
  const withPage = <P extends object>(principal: P, vars: { page: string }) => ({ ...principal, vars })
  const anyPage = page(scene.tag, scene.tag)
  return {
    ...ground(at, 'acts'),
    principals: [
      withPage(carrying(scene, 'owner', 'owner', staff.owner, { ...A, person: 'owner' }, own('A')), page(a.id, papers.held.id)),
      withPage(carrying(scene, 'owner of B', 'owner', staff.ownerB, { practice: 'B', person: 'owner of B' }, own('B')), page(b.id, papers.corasHeld.id)),
      withPage(turnedAway(carrying(scene, 'a member without a role', 'no role', staff.idle, { ...A, person: 'idle' }), `${door}/upload-failed`, [200]), anyPage),
      withPage(turnedAway(carrying(scene, 'a patient of A', 'patient', portal.ann, { ...A, person: 'ann' }), `/portal/${portal.ann.hat}`, [200]), anyPage),
      withPage(turnedAway(carrying(scene, 'the member who left A', 'former', others.formerMember, { ...A, state: 'former member' }), lost, [404]), anyPage),
      withPage(turnedAway(carrying(scene, 'the patient whose access at A ended', 'former', others.formerPatient, { ...A, state: 'former patient' }), lost, [404]), anyPage),
      withPage(turnedAway(carrying(scene, 'owner, locked', 'closed', others.lockedOwner, { ...A, state: 'locked' }), door, [307]), anyPage),
      withPage(turnedAway(carrying(scene, 'owner, signed out', 'closed', others.ended, { ...A, state: 'ended' }), door, [307]), anyPage),
      withPage(anonymous, anyPage),
    ],
    objects: [
      { name: 'practice A', kind: 'practice', value: a.id, owner: 'owner', labels: ofA },
      { name: 'practice B', kind: 'practice', value: b.id, owner: 'owner of B', labels: ofB },
      ...pair('patient', [patients.ann.id, patients.cora.id]),
      ...pair('archived', [patients.old.id, patients.oldB.id]),
      ...pair('held', [papers.held.id, papers.corasHeld.id], [{ archived: 'archived at A' }, { archived: 'archived at B' }]),
      ...pair('unscanned', [papers.unscanned.id, papers.corasUnscanned.id]),
      ...pair('unfiled', [papers.unfiled.id, papers.corasUnfiled.id]),
      ...pair('loose', [papers.loose.id, papers.corasLoose.id], onCharts),
      ...pair('upload', [uploads.a, uploads.b]),
      ...pair('released', [papers.released.id, papers.coras.id]),
      ...pair('deleted', [papers.deleted.id, papers.corasDeleted.id]),
      ...pair('paper hold', [things.paperHold, things.paperHoldB], [{ held: 'held at A' }, { held: 'held at B' }]),
      ...pair('hold', [things.hold, things.holdB], [{ archived: 'archived at A' }, { archived: 'archived at B' }]),
      ...pair('member', [staff.billing.hat, staff.memberB.hat]),
      ...pair('invitation', [things.invitation, things.invitationB]),
      ...pair('workstation', [things.seat, things.seatB]),
      ...pair('named import', [things.namedImport, things.namedImportB]),
      ...pair('compared import', [things.comparedImport, things.comparedImportB]),
      ...pair('open import', [things.openImport, things.openImportB]),
      ...pair('program', [things.program, things.programB]),
      ...pair('case', [things.privacyCase, things.privacyCaseB]),
      ...pair('patient invitation', [things.patientInvitation, things.patientInvitationB], onCharts),
      // A release names whoever has access: they belong to its paper as to the record.
      ...pair('access', [things.access, things.accessB], [{ ...onCharts[0], held: 'held at A', released: 'released at A' }, { ...onCharts[1], held: 'held at B', released: 'released at B' }]),
      ...pair('alert', [things.alert, things.alertB], onCharts),
      ...pair('contact', [things.contact, things.contactB], onCharts),
      ...pair('share', [guests.one.share, guests.bs.share], onCharts),
      ...(['phone', 'session', 'own seat'] as const).flatMap((kind): TargetObject[] => {
        const values = { phone: [things.phone, things.phoneB], session: [things.session, things.sessionB], 'own seat': [staff.owner.hat, staff.ownerB.hat] }[kind]
        return [
          { name: `${kind} of the owner`, kind, value: values[0] ?? '', owner: 'owner', labels: { of: 'a person', person: 'owner', practice: 'A' } },
          { name: `${kind} of the owner of B`, kind, value: values[1] ?? '', owner: 'owner of B', labels: { of: 'a person', person: 'owner of B', practice: 'B' } },
        ]
      }),
    ],
    relations, routes, origins: [behind.origin],
    // A hat that nobody has answers a person's own forms too.
    inventory,
    exempt: Object.fromEntries(inventory.flatMap(({ id, params = [] }) => {
      const why = params.includes('token') ? 'whoever holds the letter or slip may; dead links answer as one in tests/db/enrolment' : elsewhere[id]
      return why ? [[id, why]] : []
    })),
  }
}

const elsewhere: Record<string, string> = {
  'practice/[practice]/settings/retention#destroy': 'needs papers of a lifetime ago under a rule: tried in tests/access/swap.test.ts',
  'practice/[practice]/settings/storage#recheck': 'needs a damaged file, which a job takes up at once: tried in tests/access/swap.test.ts',
  'practice/[practice]/documents/[document]#giveBack': 'the same lock as discarding, on what a patient sent: tried in tests/access/swap.test.ts',
  'practice/[practice]/patients/[patient]/release#together': 'takes a list of papers: tried in tests/access/swap.test.ts',
  'practice/[practice]/patients/[patient]/release#leave': 'its form stands where a visit of the last days left something: tried in tests/access/swap.test.ts',
  'practice/[practice]/patients/[patient]/shares#share': 'takes a list of papers: tried in tests/access/swap.test.ts',
  'send-in#finish': 'needs a guest’s cookie and names nothing but her own share: tried in tests/db/shares',
  'practice/[practice]/settings#reopen': 'to open, something must be closed for everybody meanwhile: tried in tests/access/swap.test.ts',
  'account/(own)/pin#remove': 'the same function as choosing, without digits: tried in tests/access/swap.test.ts',
  'account/(own)/factors#endPasskey': 'a passkey needs an authenticator: tried in tests/access/swap.test.ts',
  'workstation#come': 'needs an enrolled computer’s cookie: tried in tests/access/swap.test.ts',
  'workstation#switchHere': 'the same function as coming in',
}
