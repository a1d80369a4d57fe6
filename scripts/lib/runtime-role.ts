import { Refusal } from './lifetime'
import { withClient } from './postgres'

const question = `
  with me as (select * from pg_roles where rolname = current_user)
  select
    current_setting('server_version_num')::int as version,
    (select rolsuper from me) as superuser,
    (select rolbypassrls from me) as bypasses,
    (select rolcreaterole from me) as creates_roles,
    exists (select from pg_roles r where (r.rolsuper or r.rolbypassrls) and pg_has_role(current_user, r.oid, 'member')) as may_become_one,
    exists (select from pg_database d where d.datname = current_database() and pg_has_role(current_user, d.datdba, 'member')) as owns_database,
    exists (
      select from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relrowsecurity and pg_has_role(current_user, c.relowner, 'member')
         -- The job queue's own tables belong to the role its workers enter; they hold ids alone.
         and n.nspname not like 'graphile_worker%') as owns_tables,
    exists (select from pg_namespace where nspname = 'identity') as migrated`

/**
 * Row-level security does not bind superusers, BYPASSRLS roles or (without FORCE) owners: a server on such a role, or on
 * one that could become it, would hold one guard less than it says.
 * @throws Refusal naming what is wrong
 */
export async function requireRuntimeRole(url: string): Promise<void> {
  const facts = await withClient(url, async (client) => (await client.query(question)).rows[0]).catch((error: Error & { code?: string }) => {
    // The message of a refused log-in names user and host, which the reader knows; the URL with its password is not in it.
    throw new Refusal(`The database of DATABASE_URL cannot be used: ${error.message || error.code}`)
  })
  const problems = [
    facts.version < 180_000 && `the server is PostgreSQL ${Math.floor(facts.version / 10_000)}; 18 is needed`,
    facts.superuser && 'its role is a superuser',
    facts.bypasses && 'its role has BYPASSRLS',
    facts.creates_roles && 'its role may create roles',
    facts.may_become_one && 'its role may become a superuser or one with BYPASSRLS',
    facts.owns_database && 'its role owns the database, or may become its owner',
    facts.owns_tables && 'its role owns protected tables, or may become their owner',
    !facts.migrated && 'it has no tables yet: npm run migrate',
  ].filter(Boolean)
  if (problems.length > 0) {
    throw new Refusal(`DATABASE_URL will not do (see docs/running.md):\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
  }
}
