import { beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type Database } from '../setup/database'

// What must be true of every table, read from the catalogue: a new table that forgets one of these fails here by itself.

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})

const rows = <T extends object>(text: string, values?: unknown[]) => database.asSuperuser<T & Record<string, unknown>>(text, values)
const principals = ['enamel_identity', 'enamel_staff_read', 'enamel_staff_write', 'enamel_patient_read', 'enamel_patient_write', 'enamel_guest_read', 'enamel_guest_write', 'enamel_folder_read', 'enamel_folder_write', 'enamel_job']

/** Tables of `public`, each with whether it holds a practice's rows. */
const tables = () => rows<{ oid: number; name: string; forced: boolean; enabled: boolean }>(`
  select c.oid, c.relname as name, c.relforcerowsecurity as forced, c.relrowsecurity as enabled
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 2`)

describe('every table of a practice', () => {
  test('there are tables to look at', async () => {
    expect((await tables()).length).toBeGreaterThanOrEqual(20)
  })

  test('has row-level security, forced on its owner too', async () => {
    expect((await tables()).filter(({ enabled, forced }) => !enabled || !forced)).toEqual([])
  })

  test('leads its keys with practice_id, primary, unique and foreign', async () => {
    const wrong = await rows(`
      select k.conrelid::regclass::text as table, k.conname
        from pg_constraint k
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
       where k.connamespace = 'public'::regnamespace and k.contype in ('p', 'u', 'f') and a.attname <> 'practice_id'`)
    const unique = await rows(`
      select i.indexrelid::regclass::text as index from pg_index i join pg_class c on c.oid = i.indrelid
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
       where c.relnamespace = 'public'::regnamespace and i.indisunique and a.attname <> 'practice_id'`)
    expect([...wrong, ...unique]).toEqual([])
  })

  test('has an index that begins with practice_id behind its policies', async () => {
    const without = await rows(`
      select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and not exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
               where i.indrelid = c.oid and a.attname = 'practice_id' and i.indpred is null)`)
    expect(without).toEqual([])
  })

  test('names the practice in every policy of a principal', async () => {
    const loose = await rows(`
      select p.polrelid::regclass::text as table, p.polname, e.expression
        -- A policy for inserts has no rows to look at, and says what may come.
        from pg_policy p cross join lateral (select coalesce(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) as expression) e
       where p.polpermissive and not ('enamel_definer'::regrole = any (p.polroles) and cardinality(p.polroles) = 1)
         and (e.expression is null or e.expression !~ 'practice_id = \\( SELECT access\\.(staff|portal|guest|folder|job)_practice'
           -- A patient's row: the practice of the settings, which portal_patient() has found to be the hat's.
           and e.expression !~ 'practice_id = access\\.setting\\(''practice''::text\\)\\) AND \\((patient_)?id = \\( SELECT access\\.portal_patient')`)
    expect(loose).toEqual([])
  })

  test('has no policy for everybody', async () => {
    expect(await rows(`select polrelid::regclass::text as table, polname from pg_policy where 0 = any (polroles)`)).toEqual([])
  })
})

describe('the runtime role', () => {
  test('is no superuser, owns nothing, inherits nothing and bypasses nothing', async () => {
    const [role] = await rows(`select rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb from pg_roles where rolname = 'enamel_runtime'`)
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolinherit: false, rolcreaterole: false, rolcreatedb: false })
    expect(await rows(`select oid::regclass::text from pg_class where relowner = 'enamel_runtime'::regrole`)).toEqual([])
  })

  test.for(principals)('may become %s, which bypasses nothing and cannot log in', async (name) => {
    const [role] = await rows(`select rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname = $1`, [name])
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcanlogin: false })
    expect(await rows(`select pg_has_role('enamel_runtime', $1, 'set') as may`, [name])).toEqual([{ may: true }])
  })

  test('cannot become the definer or the owner', async () => {
    const [answer] = await rows(`select pg_has_role('enamel_runtime', 'enamel_definer', 'set') as definer,
      pg_has_role('enamel_runtime', (select datdba from pg_database where datname = current_database()), 'set') as owner`)
    expect(answer).toEqual({ definer: false, owner: false })
  })

  test('reads no table before it has entered a kind of principal', async () => {
    for (const { name } of await tables()) await expect(database.asRuntime(`select 1 from public.${name}`)).rejects.toMatchObject({ code: '42501' })
  })
})

describe('grants', () => {
  test.for(['enamel_staff_read', 'enamel_patient_read', 'enamel_guest_read', 'enamel_folder_read', 'enamel_identity'])('%s may write no table', async (role) => {
    const written = await rows(`
      select c.oid::regclass::text as table, p.privilege from pg_class c cross join (values ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE')) p (privilege)
       where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text in ('public', 'identity', 'platform')
         and (has_table_privilege($1, c.oid, p.privilege) or (p.privilege in ('INSERT', 'UPDATE') and has_any_column_privilege($1, c.oid, p.privilege)))`, [role])
    expect(written).toEqual([])
  })

  test('nobody but the definer touches identity or the outbox', async () => {
    const touched = await rows(`
      select r.rolname, c.oid::regclass::text as table from pg_class c cross join pg_roles r
       where c.relkind = 'r' and c.relnamespace::regnamespace::text in ('identity', 'platform') and r.rolname = any ($1)
         and has_any_column_privilege(r.rolname, c.oid, 'SELECT, INSERT, UPDATE')`, [principals])
    expect(touched).toEqual([])
  })

  test('no patient role selects what is the staff’s', async () => {
    const staffOnly = [
      ['patient', 'staff_note'], ['patient', 'sort_key'], ['patient', 'archived_why'], ['document', 'filed_by'], ['document', 'reviewed_by'],
      ['release', 'ended_why'], ['switch', 'why'], ['audit_event', 'session_id'], ['audit_event', 'reason'], ['audit_event', 'detail'],
      ['practice', 'idle_minutes'], ['portal_access', 'why'], ['portal_access', 'evidence'], ['portal_access', 'evidence_kind'], ['portal_access', 'review_on'],
    ]
    for (const [table, column] of staffOnly) {
      const [answer] = await rows(`select has_column_privilege('enamel_patient_read', 'public.' || $1, $2, 'SELECT') as patient,
        has_column_privilege('enamel_staff_read', 'public.' || $1, $2, 'SELECT') as staff`, [table, column])
      expect({ column: `${table}.${column}`, ...answer }).toEqual({ column: `${table}.${column}`, patient: false, staff: true })
    }
    for (const table of ['membership', 'membership_role', 'patient_key', 'patient_contact', 'patient_alert', 'release_rule', 'workstation', 'staff_pin', 'invitation', 'lease', 'portal_access_term', 'guest_session', 'folder_program', 'open_chart', 'document_proposal'])
      expect(await rows(`select has_any_column_privilege('enamel_patient_read', 'public.' || $1, 'SELECT') as may`, [table])).toEqual([{ may: false }])
  })

  test('a guest selects nothing but what the shared papers need, and who sends adds to two tables and reads no row of the record', async () => {
    const may = (role: string, kind: string) => rows<{ name: string }>(`
      select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and has_any_column_privilege($1, c.oid, $2) order by 1`, [role, kind])
    expect((await may('enamel_guest_read', 'SELECT')).map(({ name }) => name))
      .toEqual(['document', 'document_rendition', 'document_version', 'practice', 'practice_key', 'share', 'share_document'])
    expect((await may('enamel_guest_write', 'SELECT')).map(({ name }) => name)).toEqual(['practice_key'])
    expect((await may('enamel_guest_write', 'INSERT')).map(({ name }) => name)).toEqual(['document', 'document_version'])
    expect(await may('enamel_guest_write', 'UPDATE')).toEqual([])
    for (const column of ['patient_id', 'recipient_email', 'made_by', 'token_hash', 'code_hash'])
      expect(await rows(`select has_column_privilege('enamel_guest_read', 'public.share', $1, 'SELECT') as may`, [column])).toEqual([{ may: false }])
  })

  test('a folder program selects how far its uploads are, adds and seals them, and reads no row of the record', async () => {
    const may = (role: string, kind: string) => rows<{ name: string }>(`
      select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and has_any_column_privilege($1, c.oid, $2) order by 1`, [role, kind])
    const names = async (role: string, kind: string) => (await may(role, kind)).map(({ name }) => name)
    expect(await names('enamel_folder_read', 'SELECT')).toEqual(['document', 'document_version'])
    expect(await names('enamel_folder_write', 'SELECT')).toEqual(['document', 'document_version', 'practice_key', 'upload_part'])
    expect(await names('enamel_folder_write', 'INSERT')).toEqual(['document', 'document_version', 'upload_part'])
    expect(await names('enamel_folder_write', 'UPDATE')).toEqual(['document_version'])
    for (const role of ['enamel_folder_read', 'enamel_folder_write']) for (const column of ['patient_id', 'title', 'category', 'taken_on', 'filed_at'])
      expect(await rows(`select has_column_privilege($1, 'public.document', $2, 'SELECT') as may`, [role, column]), `${role} ${column}`).toEqual([{ may: false }])
    for (const column of ['wrapped_dek', 'storage_key', 'found', 'details', 'file_name'])
      expect(await rows(`select has_column_privilege('enamel_folder_read', 'public.document_version', $1, 'SELECT') as may`, [column])).toEqual([{ may: false }])
  })

  test('nobody changes or removes an audit event', async () => {
    const may = await rows(`select r.rolname from pg_roles r where r.rolname like 'enamel_%' and not r.rolsuper
      and (has_any_column_privilege(r.rolname, 'public.audit_event', 'UPDATE') or has_table_privilege(r.rolname, 'public.audit_event', 'DELETE'))
      and not exists (select from pg_class c where c.oid = 'public.audit_event'::regclass and c.relowner = r.oid)`)
    expect(may).toEqual([])
  })

  test('secrets’ hashes are out of everybody’s sight', async () => {
    for (const [table, column] of [['workstation', 'token_hash'], ['staff_pin', 'pin_hash'], ['invitation', 'token_hash'], ['invitation', 'code_hash'], ['share', 'token_hash'], ['share', 'code_hash'], ['guest_session', 'token_hash'], ['folder_program', 'token_hash']])
      expect(await rows(`select has_column_privilege('enamel_staff_read', 'public.' || $1, $2, 'SELECT') as may`, [table, column])).toEqual([{ may: false }])
  })
})

describe('functions that run with another’s rights', () => {
  const functions = () => rows<{ name: string; owner: string; path: string[] | null; everybody: boolean }>(`
    select p.oid::regprocedure::text as name, p.proowner::regrole::text as owner, p.proconfig as path,
           coalesce((select bool_or(a.grantee = 0) from aclexplode(p.proacl) a), p.proacl is null) as everybody
      from pg_proc p where p.prosecdef and p.pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema')`)

  test('exist, and belong to the definer, who owns no table', async () => {
    const all = await functions()
    expect(all.length).toBeGreaterThan(8)
    expect(all.filter(({ owner }) => owner !== 'enamel_definer' && owner !== 'enamel_worker')).toEqual([])
    expect(await rows(`select oid::regclass::text from pg_class where relowner = 'enamel_definer'::regrole`)).toEqual([])
  })

  test('pin their search path and are nobody’s by default', async () => {
    const all = (await functions()).filter(({ owner }) => owner === 'enamel_definer')
    expect(all.filter(({ path }) => !path?.some((setting) => setting === 'search_path=""'))).toEqual([])
    expect(all.filter(({ everybody }) => everybody)).toEqual([])
  })
})
