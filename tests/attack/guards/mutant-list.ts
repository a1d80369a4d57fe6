import type { Guard } from './table'

/** One guard, taken out of a copy of the product by changing its source. The suite must go red. */
export type Mutant = {
  name: string
  guard: Guard
  file: string
  /** Must stand in the file exactly once: a mutant that no longer changes anything proves nothing. */
  from: string
  to: string
  /** The tests that must notice; `only` names one of them, where a quick look is enough. */
  tests: readonly string[]
  only?: string
}

const guards = ['tests/db/documents/guards.test.ts']
const bytes = ['tests/db/documents/guards-bytes.test.ts']
const audit = ['tests/db/documents/guards-audit.test.ts']
const pictures = ['tests/db/documents/pictures.test.ts']
const sheet = ['tests/db/documents/sheet.test.ts']
const link = ['lib/vault/link.test.ts']
const filing = ['tests/db/documents/filing.test.ts']
const wrongPatient = ['tests/db/documents/wrong-patient.test.ts']
const filed = 'db/migrations/0018_filing.sql'
const hats = ['tests/db/documents/guards-hats.test.ts']
const walls = ['tests/rls/walls.test.ts']
const conditions = 'lib/access/conditions.ts'
const rows = 'db/migrations/0003_access.sql'
const principal = 'db/migrations/0004_identity_functions.sql'
const redeem = 'db/migrations/0007_documents.sql'
const sheets = 'db/migrations/0015_pictures.sql'
const shares = 'db/migrations/0020_shares.sql'
const guests = ['tests/db/shares/shares.test.ts']
const folders = 'db/migrations/0031_folders.sql'
const programs = ['tests/db/folders/folders.test.ts']

export const mutants: readonly Mutant[] = [
  // Session
  { name: 'no session is asked for', guard: 'session', file: conditions, from: '\n  sessionIsLive,', to: '', tests: guards },
  { name: 'a locked session reads', guard: 'session', file: conditions, from: '\n  sessionIsUnlocked,', to: '', tests: guards, only: 'list-locked:' },
  { name: 'one factor is enough for staff', guard: 'session', file: conditions, from: '\n  secondFactorWasShown,', to: '', tests: guards },
  { name: 'a session that ended is live', guard: 'session', file: principal, from: 's.ended_at is not null or s.expires_at <= now() or', to: 's.expires_at <= now() or', tests: guards },
  { name: 'a session lives for ever', guard: 'session', file: principal, from: 's.ended_at is not null or s.expires_at <= now() or', to: 's.ended_at is not null or', tests: guards },
  { name: 'ending all sessions ends none', guard: 'session', file: principal, from: ' or s.person_epoch <> p.epoch', to: '', tests: guards },
  { name: 'a session never idles', guard: 'session', file: principal, from: 'if s.locked_at is not null or r.seconds_left <= 0 then', to: 'if s.locked_at is not null then', tests: guards },

  // Policy
  { name: 'any hat fits', guard: 'policy', file: conditions, from: '\n  hatIsTheirs,', to: '', tests: hats },
  { name: 'no policy decides', guard: 'policy', file: conditions, from: '\n  policyAllows,', to: '', tests: guards },
  { name: 'refusals are not heeded', guard: 'policy', file: 'lib/access/perform.ts', from: '    if (refusal) {', to: '    if (refusal && !caller) {', tests: guards },
  { name: 'a hat is whoever’s names it', guard: 'policy', file: principal, from: 'where m.person_id = s.person_id and (m.practice_id = p_practice or m.id = p_hat) and m.until_at is null', to: 'where (m.person_id = s.person_id and m.practice_id = p_practice or m.id = p_hat) and m.until_at is null', tests: guards },
  { name: 'a portal’s hat is whoever’s names it', guard: 'policy', file: principal, from: 'where a.id = coalesce(p_portal, p_hat) and a.person_id = s.person_id and', to: 'where a.id = coalesce(p_portal, p_hat) and', tests: guards },
  { name: 'a former member stays one', guard: 'policy', file: principal, from: '(m.practice_id = p_practice or m.id = p_hat) and m.until_at is null', to: '(m.practice_id = p_practice or m.id = p_hat)', tests: guards },
  { name: 'redemption does not ask for the relation', guard: 'policy', file: redeem, from: 'and (d.practice_id = (select access.staff_practice()) or', to: 'and (true or', tests: guards, only: 'link-document:' },
  { name: 'redemption does not ask for the release', guard: 'policy', file: redeem, from: 'and (d.uploaded_by_patient or (d.filed_at', to: 'and (true or (d.filed_at', tests: guards },
  { name: 'redemption does not ask for the practice', guard: 'policy', file: redeem, from: "where d.practice_id = access.setting('practice') and d.id = p_document\n", to: 'where d.id = p_document\n', tests: guards },
  { name: 'redemption does not ask how far a proxy sees', guard: 'policy', file: redeem, from: "and (coalesce(d.category, '') = any (", to: "and (true or coalesce(d.category, '') = any (", tests: guards },
  { name: 'redemption does not keep two parents apart', guard: 'policy', file: redeem, from: 'and (not d.uploaded_by_patient or d.uploaded_by', to: 'and (true or d.uploaded_by', tests: guards },
  { name: 'the door signs for whatever it sees', guard: 'policy', file: 'lib/documents/links.ts', from: ".$if(mine !== null, (rows) => rows.where('document.patientId', '=', mine))", to: '', tests: guards },
  { name: 'the portal’s pages do not name their patient', guard: 'policy', file: 'lib/portal/queries.ts', from: "    .where('document.patientId', '=', principal.patientId)\n", to: '', tests: guards },
  { name: 'the portal’s pages do not ask for a release', guard: 'policy', file: 'lib/portal/queries.ts', from: '    .where(hersToSee)\n', to: '', tests: guards },

  // Whose document it is, and for whom
  { name: 'nobody is asked to look twice', guard: 'policy', file: 'lib/documents/look.ts', from: 'if (look.sure !== sure) throw', to: 'if (look.sure.length < sure.length) throw', tests: filing, only: 'is not filed before a person has looked twice' },
  { name: 'a file’s name is not compared', guard: 'policy', file: 'lib/documents/rules-identity.ts', from: "  if (name === 'differs') differs.push('name')\n  else ", to: '  ', tests: ['lib/documents/rules-identity.test.ts', ...filing] },
  { name: 'one confirmation counts for every chart', guard: 'policy', file: 'lib/documents/look.ts', from: 'sure: [chart.id, ...reasons, ...others.map((other) => other.id)]', to: 'sure: [...reasons]', tests: filing },
  { name: 'rules release without a second look', guard: 'policy', file: 'lib/documents/commands.ts', from: "const confirmed = rule ? await requireSecondLook(db, practice, { id: document.id, patientId }, input.sure) : ''", to: "const confirmed = rule && input.sure ? await requireSecondLook(db, practice, { id: document.id, patientId }, input.sure) : ''", tests: filing },
  { name: 'a page for another chart still acts', guard: 'policy', file: 'lib/documents/releasing.ts', from: '  if (now?.chartNumber !== chart)\n', to: '  if (now && chart === undefined)\n', tests: [...filing, ...wrongPatient] },
  { name: 'a wrong record keeps its releases', guard: 'policy', file: 'lib/privacy/commands.ts', from: "endedWhy: 'it stood in the wrong record' })\n      .where('practiceId', '=', practice)", to: "endedWhy: 'it stood in the wrong record' })\n      .where('practiceId', '=', document.id)", tests: wrongPatient },

  // Row-level security
  { name: 'a release may name a stranger', guard: 'rows', file: filed, from: 'a.practice_id = r.practice_id and a.patient_id = r.patient_id\n     where', to: 'a.practice_id = r.practice_id\n     where', tests: ['tests/rls/walls.test.ts'] },
  { name: 'a release’s names grow afterwards', guard: 'rows', file: filed, from: "and r.until_at is null and r.from_at = now() and r.released_by = access.setting('hat')\n", to: 'and r.until_at is null\n', tests: ['tests/rls/walls.test.ts'] },
  { name: 'what was sent goes with the chart', guard: 'rows', file: filed, from: 'and a.id = new.uploaded_by and a.patient_id = new.patient_id);', to: 'and a.id = new.uploaded_by);', tests: ['tests/rls/walls.test.ts', ...wrongPatient] },
  { name: 'row-level security is not on', guard: 'rows', file: rows, from: 'enable row level security, force row level security', to: 'no force row level security', tests: guards },
  { name: 'a patient’s wall is gone', guard: 'rows', file: rows, from: "and patient_id = (select access.portal_patient())\n    and (uploaded_by_patient", to: 'and (uploaded_by_patient', tests: guards, only: 'sent-by-other:' },
  { name: 'a document is in sight without a release', guard: 'rows', file: rows, from: 'and (uploaded_by_patient or (filed_at', to: 'and (true or (filed_at', tests: guards },
  { name: 'two parents are not kept apart', guard: 'rows', file: rows, from: "and (not uploaded_by_patient or uploaded_by = access.setting('hat') or not", to: 'and (true or not', tests: guards },
  { name: 'a release is in sight beyond a proxy’s scope', guard: 'rows', file: rows, from: 'or access.portal_covers(document_id, audience)));', to: 'or true));', tests: walls },
  { name: 'visits are in sight beyond a proxy’s scope', guard: 'rows', file: rows, from: " and 'visits' = any ((select access.portal_scope())::text[]));", to: ');', tests: walls },
  { name: 'who looked is in sight beyond a proxy’s scope', guard: 'rows', file: rows, from: "    and (hat_id = access.setting('hat')\n      or ((actor_kind", to: "    and (true\n      or ((actor_kind", tests: walls },
  { name: 'a proxy sees who else has access', guard: 'rows', file: rows, from: "    and (id = access.setting('hat') or (select access.portal_grown())));", to: ');', tests: walls },
  { name: 'a patient invites for whomever', guard: 'rows', file: 'db/migrations/0019_proxies.sql', from: "and patient_id = (select access.portal_patient())\n    and (select access.portal_grown())", to: 'and (select access.portal_grown())', tests: walls },
  { name: 'a child invites', guard: 'rows', file: 'db/migrations/0019_proxies.sql', from: '    and (select access.portal_grown()) and by_patient', to: '    and by_patient', tests: walls },
  { name: 'a replaced version is in sight', guard: 'rows', file: rows, from: 'and d.current_version = document_version.version)', to: ')', tests: guards },
  { name: 'a practice’s wall is gone', guard: 'rows', file: rows, from: "using (practice_id = (select access.staff_practice()))\n      with check", to: 'using (true)\n      with check', tests: ['tests/rls/walls.test.ts', ...guards] },
  { name: 'the database asks for no session', guard: 'rows', file: rows, from: '  return found and v.ended_at is null', to: '  return true or found and v.ended_at is null', tests: guards },
  { name: 'the database asks staff for one factor', guard: 'rows', file: rows, from: ' and m.until_at is null and access.session_holds(2)\n     --', to: ' and m.until_at is null and access.session_holds(1)\n     --', tests: guards },
  { name: 'the database does not see a lock', guard: 'rows', file: rows, from: 'v.ended_at is null and v.locked_at is null and', to: 'v.ended_at is null and', tests: guards },
  { name: 'the database does not see an idle session', guard: 'rows', file: rows, from: 'v.last_act_at > now() - make_interval(mins => identity.idle_minutes(v.person_id, v.assurance))', to: 'true', tests: guards },
  { name: 'a member without a role sees the practice', guard: 'rows', file: rows, from: '     and exists (select from public.membership_role r\n', to: '     and true or exists (select from public.membership_role r\n', tests: guards },
  { name: 'the database does not see a switch', guard: 'rows', file: rows, from: "w.function in ('documents', 'portal')));", to: "w.function in ('nothing')));", tests: guards },

  // Signed link
  { name: 'the signature is not compared', guard: 'link', file: 'lib/vault/link.ts', from: 'if (given.length !== right.length || !timingSafeEqual(given, right))', to: 'if (given.length !== right.length && !timingSafeEqual(given, right))', tests: guards, only: 'link-document:' },
  { name: 'the verdict is not heeded', guard: 'link', file: 'lib/documents/redeem.ts', from: "if ((verdict.outcome !== 'ok' && verdict.outcome !== 'expired') || link.hat !== principal.hatId)", to: "if (verdict.outcome === 'malformed')", tests: guards },
  { name: 'every link is fresh', guard: 'link', file: 'lib/documents/redeem.ts', from: "${verdict.outcome === 'ok'}, ${operation}", to: '${true}, ${operation}', tests: guards },
  { name: 'the session is not signed', guard: 'link', file: 'lib/vault/link.ts', from: "`${subject}:${form('uuid', fields.hat)}:${form('tag', tag)}`", to: "`${subject}:${form('uuid', fields.hat)}:${tag.slice(0, 0)}`", tests: [...link, ...guards] },
  { name: 'the hat is not signed', guard: 'link', file: 'lib/vault/link.ts', from: "`${subject}:${form('uuid', fields.hat)}:${form('tag', tag)}`", to: "`${subject}::${form('tag', tag)}`", tests: guards },
  { name: 'the document is not signed', guard: 'link', file: 'lib/vault/link.ts', from: "    form('uuid', fields.document),\n", to: '', tests: guards },
  { name: 'the version is not signed', guard: 'link', file: 'lib/vault/link.ts', from: "    form('count', fields.version),\n", to: '', tests: guards },
  { name: 'a link never runs out', guard: 'link', file: 'lib/vault/link.ts', from: "now < link.exp ? 'ok' : 'expired'", to: "now < link.exp ? 'ok' : 'ok'", tests: link },
  { name: 'a link is read leniently', guard: 'link', file: 'lib/vault/link.ts', from: '&s=([A-Za-z0-9_-]{43})$`', to: '&s=([A-Za-z0-9_-]{43})`', tests: link },
  { name: 'a lease outlives its session', guard: 'link', file: rows, from: 's.id = v_session and s.ended_at is null and s.locked_at is null and s.expires_at > now();', to: 's.id = v_session;', tests: guards },
  { name: 'a lease is anybody’s', guard: 'link', file: rows, from: "if v_row.session_id <> v_session or v_row.hat_id <> access.setting('hat') or", to: 'if', tests: guards },

  { name: 'a sheet’s set is not signed', guard: 'link', file: 'lib/vault/sheet-link.ts', from: "practice, link.documents.join('.'), `S:", to: 'practice, `S:', tests: sheet },
  { name: 'a sheet is any session’s', guard: 'link', file: 'lib/vault/sheet-link.ts', from: '`S:${link.hat}:${sessionTag(sessionId)}`', to: '`S:${link.hat}:${sessionTag(sessionId).slice(0, 0)}`', tests: sheet },
  { name: 'a sheet does not ask for the relation', guard: 'policy', file: sheets, from: 'and (d.practice_id = (select access.staff_practice()) or', to: 'and (true or', tests: sheet },

  // Encryption
  { name: 'wrapped keys are not authenticated', guard: 'encryption', file: 'lib/vault/keys.ts', from: '    decipher.final()\n', to: '', tests: bytes },
  { name: 'a file’s key is bound to no document', guard: 'encryption', file: 'lib/vault/keys.ts', from: '`dek1|${of.practice}|${of.document}|${of.version}|${of.variant}|${keyVersion}`', to: '`dek1|${of.practice}|${keyVersion}`', tests: bytes, only: 'opens for nobody' },
  { name: 'a practice’s key is bound to no practice', guard: 'encryption', file: 'lib/vault/keys.ts', from: '`kek1|${practice}|${version}|${rootKid}`', to: '`kek1|${version}|${rootKid}`', tests: bytes },
  { name: 'bytes are bound to no document', guard: 'encryption', file: 'lib/vault/vlt1.ts', from: '`vlt1|${of.practice}|${of.document}|${of.version}|${of.variant}`', to: '`vlt1|${of.variant}`', tests: bytes },
  { name: 'a file is committed to no key', guard: 'encryption', file: 'lib/vault/vlt1.ts', from: 'const same = commitment.length === found.length && timingSafeEqual(found, commitment)', to: 'const same = commitment.length === found.length', tests: bytes },
  { name: 'pieces are not authenticated', guard: 'encryption', file: 'lib/vault/vlt1.ts', from: '    decipher.final()\n', to: '', tests: bytes },

  // Audit before bytes
  { name: 'an opening is not recorded', guard: 'audit', file: redeem, from: 'perform audit.record(', to: 'perform pg_catalog.concat(', tests: audit, only: 'on record before its first byte' },
  { name: 'a picture needs no record', guard: 'audit', file: redeem, from: "(p_variant = 'orig' or not access.leafing(p_nonce, p_document, p_version))", to: "p_variant = 'orig'", tests: pictures },
  { name: 'whoever leafs, leafs for everybody', guard: 'audit', file: rows, from: "and l.session_id = access.setting('session')\n     and l.hat_id = access.setting('hat') and l.document_id = p_document and l.version = p_version\n     and l.variant <> 'orig'", to: "and l.document_id = p_document and l.version = p_version\n     and l.variant <> 'orig'", tests: pictures },
  { name: 'a sheet is not recorded', guard: 'audit', file: sheets, from: 'perform audit.record(', to: 'perform pg_catalog.concat(', tests: sheet },
  { name: 'a failing record is swallowed', guard: 'audit', file: rows, from: "      coalesce(p_detail, '{}'));\nend $$;", to: "      coalesce(p_detail, '{}'));\nexception when others then null;\nend $$;", tests: audit },
  { name: 'bytes do not wait for the commit', guard: 'audit', file: 'db/transaction.ts', from: "const { command } = await client.query('commit')", to: "const { command } = { command: 'COMMIT' }\n    client.query('commit').catch(() => undefined)", tests: audit },
  { name: 'anybody is an actor', guard: 'audit', file: rows, from: "where a.practice_id = v_practice and a.id = v_hat and a.person_id = access.setting('person');\n    if not found", to: 'where a.practice_id = v_practice and a.id = v_hat;\n    if not found', tests: guards },
  { name: 'the sender names the request', guard: 'audit', file: 'lib/access/caller.ts', from: 'requestId: newId(),', to: "requestId: requestIdOf(request.headers.get('x-request-id')),", tests: audit },
  { name: 'what the system does is lost', guard: 'audit', file: rows, from: " v_roles := '{}';\n", to: '\n', tests: audit },

  // Containment
  { name: 'no switch closes anything', guard: 'containment', file: conditions, from: '\n  functionIsOpen,', to: '', tests: guards, only: 'documents-closed:' },
  { name: 'switches are not looked up', guard: 'containment', file: principal, from: "select coalesce(array_agg(w.function), '{}') into r.closed", to: "select coalesce(array_agg(w.function) filter (where false), '{}') into r.closed", tests: guards },
  { name: 'bytes are closed by nothing', guard: 'containment', file: 'lib/documents/redeem.ts', from: "  closedBy: ['documents', 'portal'],", to: '  closedBy: [],', tests: guards },

  // Guests
  { name: 'a guest’s session is any share’s', guard: 'rows', file: shares, from: " and g.share_id = access.setting('hat')\n     and g.expires_at > now() and access.share_holds(s)", to: "\n     and g.expires_at > now() and access.share_holds(s)", tests: walls },
  { name: 'a guest’s half hour never ends', guard: 'rows', file: shares, from: '     and g.expires_at > now() and access.share_holds(s)', to: '     and access.share_holds(s)', tests: walls },
  { name: 'a share that ended holds', guard: 'rows', file: shares, from: '  select s.until_at is null and s.expires_at > now()\n', to: '  select s.expires_at > now()\n', tests: walls },
  { name: 'a guest reads what was corrected since', guard: 'rows', file: shares, from: 'd.deleted_at is null and d.current_version = c.version\n', to: 'd.deleted_at is null\n', tests: walls },
  { name: 'a paper that moved stays shared', guard: 'rows', file: shares, from: '     and d.patient_id = s.patient_id and d.filed_at', to: '     and d.filed_at', tests: walls },
  { name: 'a share outlives its release', guard: 'rows', file: shares, from: 'd.patient_id and r.until_at is null\n', to: 'd.patient_id\n', tests: walls },
  { name: 'part of a record is passed on', guard: 'rows', file: shares, from: " and a.scope = 'all'\n         and a.until_at is null and (a.expires_at is null or a.expires_at > now())))\n$$;\ngrant execute on function access.share_stands", to: "\n         and a.until_at is null and (a.expires_at is null or a.expires_at > now())))\n$$;\ngrant execute on function access.share_stands", tests: walls },
  { name: 'a patient shares what she does not see', guard: 'rows', file: shares, from: '      and d.current_version = share_document.version and d.filed_at is not null));', to: '      and d.current_version = share_document.version and d.filed_at is not null) or true);', tests: walls },
  { name: 'a kept-apart parent sees the other’s shares', guard: 'rows', file: shares, from: "    and (made_by = access.setting('hat') or made_as = 'staff' or not (select access.portal_apart())));", to: '    and true);', tests: guests },
  { name: 'what comes back is shared again', guard: 'rows', file: shares, from: 'o.document_id = d.id and o.ordered_at >= s.from_at)', to: 'o.document_id = d.id and o.ordered_at > now())', tests: guests },
  { name: 'a switch closes no share', guard: 'containment', file: shares, from: "array['documents', 'portal'] else", to: "array['nothing'] else", tests: walls },
  { name: 'any code opens a share', guard: 'policy', file: shares, from: '  if s.code_hash = p_code then', to: '  if p_code is not null then', tests: guests },
  { name: 'wrong codes are not counted', guard: 'policy', file: shares, from: 'set code_tries = code_tries + 1,', to: 'set code_tries = code_tries,', tests: guests },
  { name: 'a guest takes files that were only to be looked at', guard: 'policy', file: shares, from: "case when p_variant = 'orig' then s.may_save", to: "case when p_variant = 'orig' then true", tests: guests },
  { name: 'an opening by a guest is not recorded', guard: 'audit', file: shares, from: 'perform audit.record(case', to: 'perform pg_catalog.concat(case', tests: guests },
  { name: 'a guest’s page carries no name', guard: 'policy', file: 'lib/shares/doors/serve.ts', from: "    if (link.variant === 'orig') return found\n", to: '    if (link.variant) return found\n', tests: guests },
  { name: 'a guest’s link is not compared', guard: 'link', file: 'lib/shares/redeem.ts', from: "if ((verdict.outcome !== 'ok' && verdict.outcome !== 'expired') || link.hat !== principal.hatId)", to: "if (verdict.outcome === 'malformed')", tests: guests },
  { name: 'both classes of link pass at one door', guard: 'link', file: 'lib/documents/doors/serve.ts', from: " || parsed.subject !== way.subject", to: '', tests: guests },

  // Folder programs
  { name: 'a program outlives its end', guard: 'rows', file: folders, from: "access.setting('person') is null and f.until_at is null and w.until_at is null", to: "access.setting('person') is null", tests: walls },
  { name: 'a program is whoever’s names it', guard: 'policy', file: folders, from: 'where f.token_hash = p_token and f.id = p_folder and f.until_at is null and w.until_at is null;', to: 'where f.id = p_folder and f.until_at is null and w.until_at is null;', tests: programs },
  { name: 'a program sees what others brought', guard: 'rows', file: folders, from: "using (practice_id = (select access.folder_practice()) and uploaded_by = access.setting('hat') and not uploaded_by_patient);", to: 'using (practice_id = (select access.folder_practice()));', tests: walls },
  { name: 'a program puts files into a chart', guard: 'rows', file: folders, from: "    and patient_id is null and filed_at is null and title = '');", to: "    and filed_at is null and title = '');", tests: walls },
  { name: 'a chart that was opened since is proposed', guard: 'policy', file: folders, from: '     and o.opened_at <= now() - make_interval(secs => p_age)\n', to: '', tests: programs },
  { name: 'a chart stays open through a lock', guard: 'session', file: folders, from: '  delete from public.open_chart where session_id = new.id;\n', to: '', tests: programs },
]

/** One of each guard, quick enough for every run of the tests; the whole list is `npm run soak mutants`. */
export const sample: readonly Mutant[] = mutants.filter(({ only }) => only !== undefined)
