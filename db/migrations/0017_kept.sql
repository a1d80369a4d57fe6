-- What is kept, and how it ends. A correction is a further version of the same document; nothing replaces bytes. A document
-- that was deleted, or whose retention is over, ends by the destruction of its keys: by an order that a person gave, never
-- while it is held, and by the job alone. The guards of this file ask that of every writer, whoever wrote the code above.

alter table document_version
  -- How the practice words a correction for the patient. `correction` is staff's own.
  add column correction_note text not null default '' check (length(correction_note) <= 500),
  -- When those who may see the document were written to about this correction.
  add column told_at timestamptz,
  -- Delivery met a fault, or somebody restored the file: a job reads it from end to end. Milliseconds, so that the job can name the
  -- very suspicion that it looked into.
  add column suspected_at timestamptz(3);
create index document_version_suspected on document_version (practice_id, suspected_at) where suspected_at is not null;
create index document_version_largest on document_version (practice_id, byte_size desc, document_id, version)
  where state in ('ready', 'corrupt', 'held', 'checking');
create index document_version_corrupt on document_version (practice_id, document_id, version) where state = 'corrupt';

-- What is left of a document whose keys are destroyed says what kind it was and when it was taken, and not what it was called.
alter table document add column destroyed_at timestamptz;
alter table document drop constraint document_check1;
alter table document add constraint document_filed check (filed_at is null or
  (patient_id is not null and category is not null and (title <> '' or destroyed_at is not null) and taken_on is not null));
alter table document add constraint document_destroyed check (destroyed_at is null or (deleted_at is not null and title = ''));
create index document_deleted on document (practice_id, deleted_at desc, id desc) where deleted_at is not null;

-- Days in which a deleted document can be brought back.
alter table practice add column deletion_days int not null default 30 check (deletion_days between 1 and 365);

-- Nothing of a patient, or of one document, may be destroyed while such an interval is open.
create table legal_hold (
  practice_id uuid not null references practice,
  id uuid not null default gen_random_uuid(),
  patient_id uuid,
  document_id uuid,
  why text not null check (length(why) between 1 and 500),
  from_at timestamptz not null default now(),
  until_at timestamptz,
  placed_by uuid not null,
  placed_by_name text not null,
  ended_by uuid,
  ended_by_name text,
  ended_why text check (length(ended_why) between 1 and 500),
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient on delete restrict,
  foreign key (practice_id, document_id) references document on delete restrict,
  check (num_nonnulls(patient_id, document_id) = 1),
  check ((until_at is null) = (ended_why is null))
);
create index legal_hold_patient on legal_hold (practice_id, patient_id, from_at) where patient_id is not null;
create index legal_hold_document on legal_hold (practice_id, document_id, from_at) where document_id is not null;

-- How long documents are kept after the patient's last visit or last document, whichever is later: for one category, or for all
-- that have no rule of their own. Without a rule, and where `years` is null, for good.
create table retention_rule (
  practice_id uuid not null references practice,
  id uuid not null default gen_random_uuid(),
  category text,
  years int check (years between 1 and 100),
  -- Who was younger than this at that time: their documents are kept until they are so old, and so many years longer.
  minor_age int not null default 18 check (minor_age between 18 and 25),
  minor_years int not null default 10 check (minor_years between 0 and 100),
  from_at timestamptz not null default now(),
  until_at timestamptz,
  set_by uuid not null,
  set_by_name text not null,
  primary key (practice_id, id)
);
create unique index retention_rule_live on retention_rule (practice_id, category) nulls not distinct where until_at is null;

-- That a document's keys be destroyed, who ordered it, and what came of it. After `due_at` the job obeys; until then it can be
-- taken back. The row stays, and with the document's own is what is left to be said.
create table destruction (
  practice_id uuid not null references practice,
  id uuid not null default gen_random_uuid(),
  document_id uuid not null,
  cause text not null check (cause in ('deletion', 'retention')),
  rule_id uuid,
  why text not null check (length(why) between 1 and 500),
  ordered_at timestamptz not null default now(),
  ordered_by uuid not null,
  ordered_by_name text not null,
  due_at timestamptz not null default now(),
  cancelled_at timestamptz,
  cancelled_by uuid,
  cancelled_by_name text,
  destroyed_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, document_id) references document on delete restrict,
  foreign key (practice_id, rule_id) references retention_rule on delete restrict,
  check ((cause = 'retention') = (rule_id is not null)),
  check (cancelled_at is null or destroyed_at is null)
);
create unique index destruction_live on destruction (practice_id, document_id) where cancelled_at is null;
create index destruction_due on destruction (practice_id, due_at) where cancelled_at is null and destroyed_at is null;
create index destruction_done on destruction (practice_id, destroyed_at desc, id desc) where destroyed_at is not null;

-- What may still rest in the store though nothing can open it any more. Written with the destruction of the key; it stays a day
-- after the object was first removed, for somebody may have been writing that very object.
create table doomed_object (
  practice_id uuid not null,
  storage_key text not null,
  document_id uuid not null,
  since timestamptz not null default now(),
  primary key (practice_id, storage_key),
  foreign key (practice_id, document_id) references document on delete restrict
);

-- What originals take up, kept by the triggers below: a page that adds up a million rows would be none.
create table storage_use (
  practice_id uuid not null references practice,
  -- '' while a document is not sorted yet.
  category text not null,
  -- In which its version came in (UTC).
  year int not null,
  part text not null check (part in ('kept', 'deleted')),
  files bigint not null,
  bytes bigint not null,
  primary key (practice_id, category, year, part)
);

do $$
declare
  t text;
begin
  foreach t in array array['legal_hold', 'retention_rule'] loop
    execute format('create trigger close_once before update on public.%I for each row execute function access.close_once()', t);
  end loop;
  foreach t in array array['legal_hold', 'retention_rule', 'destruction', 'doomed_object', 'storage_use'] loop
    execute format('alter table public.%I enable row level security, force row level security', t);
    execute format('create policy staff_practice on public.%I to enamel_staff_read, enamel_staff_write
      using (practice_id = (select access.staff_practice()))
      with check (practice_id = (select access.staff_practice()))', t);
    execute format('create policy definer on public.%I to enamel_definer using (true) with check (true)', t);
    execute format('grant select on public.%I to enamel_staff_read, enamel_staff_write, enamel_definer', t);
  end loop;
end $$;

-- ── Staff ──────────────────────────────────────────────────────────────────────────────────────────────────────────
grant insert (practice_id, id, patient_id, document_id, why, placed_by, placed_by_name),
  update (until_at, ended_by, ended_by_name, ended_why) on legal_hold to enamel_staff_write;
grant insert (practice_id, id, category, years, minor_age, minor_years, set_by, set_by_name), update (until_at)
  on retention_rule to enamel_staff_write;
grant insert (practice_id, id, document_id, cause, rule_id, why, ordered_by, ordered_by_name),
  update (cancelled_at, cancelled_by, cancelled_by_name) on destruction to enamel_staff_write;
grant insert (correction, correction_note, added_by, added_by_name), update (suspected_at) on document_version to enamel_staff_write;
grant update (deleted_at, deleted_by, deleted_by_name, deleted_why) on document to enamel_staff_write;
grant update (deletion_days) on practice to enamel_staff_write;

create policy entitled_places on legal_hold as restrictive for insert to enamel_staff_write
  with check (placed_by = access.setting('hat') and (select access.staff_has('{owner,privacy_officer}')));
create policy entitled_ends on legal_hold as restrictive for update to enamel_staff_write
  using ((select access.staff_has('{owner,privacy_officer}')));
create policy owner_adds on retention_rule as restrictive for insert to enamel_staff_write
  with check ((select access.staff_has('{owner}')));
create policy owner_ends on retention_rule as restrictive for update to enamel_staff_write
  using ((select access.staff_has('{owner}')));
create policy entitled_orders on destruction as restrictive for insert to enamel_staff_write
  with check (ordered_by = access.setting('hat') and (select access.staff_has('{owner,privacy_officer}'))
    or (ordered_by = access.setting('hat') and cause = 'deletion' and (select access.staff_has('{dentist}'))));
create policy entitled_cancels on destruction as restrictive for update to enamel_staff_write
  using ((select access.staff_has('{owner,privacy_officer,dentist}')));
-- A deleted document is in the sight of those who may delete one and bring it back, and nobody else can make it one.
create policy deleted on document as restrictive to enamel_staff_read, enamel_staff_write
  using (deleted_at is null or (select access.staff_has('{owner,privacy_officer,dentist}')))
  with check (deleted_at is null or (select access.staff_has('{owner,privacy_officer,dentist}')));

-- ── Patients: the practice's own words about a correction ──────────────────────────────────────────────────────────
grant select (correction_note) on document_version to enamel_patient_read, enamel_patient_write;

-- ── Jobs ───────────────────────────────────────────────────────────────────────────────────────────────────────────
do $$
declare
  t text;
begin
  foreach t in array array['document', 'legal_hold', 'destruction', 'doomed_object'] loop
    execute format('create policy job_keeping on public.%I to enamel_job
      using (practice_id = (select access.job_practice())) with check (practice_id = (select access.job_practice()))', t);
  end loop;
end $$;
grant select (practice_id, id, patient_id, category, current_version, deleted_at, destroyed_at) on document to enamel_job;
grant select on legal_hold, destruction to enamel_job;
grant select, delete on doomed_object to enamel_job;
grant select (told_at, suspected_at), update (told_at, suspected_at) on document_version to enamel_job;
create policy job on practice for select to enamel_job using (practice_id = (select access.job_practice()));
grant select (practice_id, name, time_zone) on practice to enamel_job;
grant execute on function platform.enqueue_mail(text, bytea) to enamel_job;

-- ── The guards ─────────────────────────────────────────────────────────────────────────────────────────────────────
create policy kept_definer on document to enamel_definer using (true) with check (true);
create policy kept_definer on document_version to enamel_definer using (true) with check (true);
create policy kept_definer on document_rendition to enamel_definer using (true);
create policy kept_definer on appointment for select to enamel_definer using (true);
create policy kept_definer on release_reader for select to enamel_definer using (true);
grant select on document, document_version to enamel_definer;
grant update (current_version, reviewed_at, reviewed_by, title, tooth, destroyed_at) on document to enamel_definer;
grant update (state, wrapped_dek, commitment, sha256, file_name, details, found, correction, correction_note, failure, suspected_at)
  on document_version to enamel_definer;
grant select, delete on document_rendition to enamel_definer;
grant update (destroyed_at) on destruction to enamel_definer;
grant insert on doomed_object to enamel_definer;
grant select (practice_id, patient_id, starts_at, status) on appointment to enamel_definer;
grant select (document_id, expires_at, audience) on release to enamel_definer;
grant select on release_reader to enamel_definer;
grant insert, update, delete on storage_use to enamel_definer;

-- Holding and destroying the same thing at once happen one after the other.
create function access.lock_hold(p_practice uuid, p_id uuid) returns void language sql volatile set search_path = '' as $$
  select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(p_practice::text || p_id::text, 17))
$$;
grant execute on function access.lock_hold(uuid, uuid) to enamel_definer;

create function access.hold_waits() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform access.lock_hold(new.practice_id, coalesce(new.patient_id, new.document_id));
  return new;
end $$;
create trigger hold_waits before insert on legal_hold for each row execute function access.hold_waits();

create function access.is_held(p_practice uuid, p_document uuid, p_patient uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
  select exists (select from public.legal_hold h where h.practice_id = p_practice and h.document_id = p_document and h.until_at is null)
    or exists (select from public.legal_hold h where h.practice_id = p_practice and h.patient_id = p_patient and h.until_at is null)
$$;
grant execute on function access.is_held(uuid, uuid, uuid) to enamel_definer, enamel_staff_read, enamel_staff_write, enamel_job;

-- What is destroyed stays so, and it is destroyed only where an order is due and nothing holds it. No role of the running product
-- may write a key's column: access.destroy_keys does, and this asks it too.
create function access.guard_version() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  v_patient uuid;
begin
  if old.state = 'shredded' then
    raise exception 'what is destroyed does not change' using errcode = 'restrict_violation';
  end if;
  if new.state = 'shredded' then
    select d.patient_id into v_patient from public.document d where d.practice_id = new.practice_id and d.id = new.document_id;
    perform access.lock_hold(new.practice_id, new.document_id);
    if v_patient is not null then
      perform access.lock_hold(new.practice_id, v_patient);
    end if;
    if access.is_held(new.practice_id, new.document_id, v_patient) then
      raise exception 'this document is held' using errcode = 'restrict_violation';
    end if;
    if not exists (select from public.destruction o where o.practice_id = new.practice_id and o.document_id = new.document_id
        and o.cancelled_at is null and o.due_at <= now()) then
      raise exception 'nobody has ordered this, or its time has not come' using errcode = 'restrict_violation';
    end if;
  end if;
  return new;
end $$;
create trigger guard_version before update on document_version for each row execute function access.guard_version();

-- The owner's days to think are the database's to give; a retention is over where a rule of the owner's says so, not where
-- somebody says that it does.
create function access.guard_order() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.cause = 'deletion' then
    select now() + make_interval(days => p.deletion_days) into new.due_at from public.practice p where p.practice_id = new.practice_id;
  elsif not exists (select from access.retention_due(new.practice_id, array[new.document_id], 1) r where r.rule_id = new.rule_id) then
    raise exception 'its retention is not over' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_order before insert on destruction for each row execute function access.guard_order();

create function access.order_ends_once() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.cancelled_at is not null or old.destroyed_at is not null then
    raise exception 'an order that is over does not change' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger order_ends_once before update on destruction for each row execute function access.order_ends_once();

-- No picture is made of what is destroyed: whoever begins one and whoever destroys wait for each other.
create function access.guard_rendition() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform access.lock_hold(new.practice_id, new.document_id);
  if exists (select from public.document_version v where v.practice_id = new.practice_id and v.document_id = new.document_id
      and v.version = new.version and v.state = 'shredded') then
    raise exception 'what is destroyed has no pictures' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_rendition before insert on document_rendition for each row execute function access.guard_rendition();

-- Obeys an order that is due, in one commit: no key of the document is left, its row says no more than its kind and date, and
-- what now rests for nobody is written down before it is removed. For the job of the practice alone; no row: it is over, or not yet.
create function access.destroy_keys(p_order uuid) returns table (
  document_id uuid, patient_id uuid, category text, cause text, ordered_by uuid, storage_keys text[]
) language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_column
declare
  v_practice uuid := access.job_practice();
begin
  select o.document_id, o.cause, o.ordered_by into document_id, cause, ordered_by from public.destruction o
   where o.practice_id = v_practice and o.id = p_order and o.cancelled_at is null and o.destroyed_at is null and o.due_at <= now()
     for update;
  if not found then return; end if;
  select d.patient_id, d.category into patient_id, category from public.document d
   where d.practice_id = v_practice and d.id = destroy_keys.document_id for update;
  with versions as (
    update public.document_version v set state = 'shredded', wrapped_dek = null, commitment = null, sha256 = null, file_name = '',
        details = '{}', found = '{}', correction = null, correction_note = '', failure = null, suspected_at = null
     where v.practice_id = v_practice and v.document_id = destroy_keys.document_id and v.state <> 'shredded' returning v.storage_key),
  pictures as (
    delete from public.document_rendition n
     where n.practice_id = v_practice and n.document_id = destroy_keys.document_id returning n.storage_key),
  doomed as (
    insert into public.doomed_object (practice_id, document_id, storage_key)
    select v_practice, destroy_keys.document_id, k.storage_key from (select storage_key from versions union all select storage_key from pictures) k
    on conflict do nothing returning storage_key)
  select coalesce(array_agg(storage_key), '{}') into storage_keys from doomed;
  update public.document d set title = '', tooth = null, destroyed_at = now()
   where d.practice_id = v_practice and d.id = destroy_keys.document_id;
  update public.destruction o set destroyed_at = now() where o.practice_id = v_practice and o.id = p_order;
  return next;
end $$;
grant execute on function access.destroy_keys(uuid) to enamel_job;

-- A further version becomes the current one when it is ready, whoever makes it so; one that was begun earlier and comes later is
-- an old one at once. A dentist has reviewed the file that was, not the one that is.
create function access.version_is_ready() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.document d set current_version = new.version, reviewed_at = null, reviewed_by = null
   where d.practice_id = new.practice_id and d.id = new.document_id and d.current_version < new.version;
  if found then
    perform platform.enqueue_job('tell-corrected', jsonb_build_object('practice', new.practice_id, 'document', new.document_id));
  end if;
  return null;
end $$;
create trigger version_is_ready after update of state on document_version for each row
  when (new.state = 'ready' and old.state <> 'ready' and new.version > 1) execute function access.version_is_ready();

-- Whom a correction concerns: everybody for whom the document is released now, within their scope. To the job alone.
create function access.correction_readers(p_document uuid) returns table (email text, language text, has_account boolean)
  language sql stable security definer set search_path = '' as $$
  with open as (
    select r.practice_id, r.id, r.patient_id, r.audience, coalesce(d.category, '') as category
      from public.release r join public.document d on d.practice_id = r.practice_id and d.id = r.document_id
     where r.practice_id = (select access.job_practice()) and r.document_id = p_document and r.patient_id = d.patient_id
       and r.until_at is null and (r.expires_at is null or r.expires_at > now()) and d.deleted_at is null),
  reader as (
    select p.email, p.language from open o
      join public.portal_access a on a.practice_id = o.practice_id and a.patient_id = o.patient_id
      join identity.person p on p.id = a.person_id
     where a.until_at is null and (a.expires_at is null or a.expires_at > now()) and p.email is not null
       and (a.scope = 'all' or o.category = any (a.categories))
       and (o.audience = 'all' or exists (select from public.release_reader e
         where e.practice_id = o.practice_id and e.release_id = o.id and e.access_id = a.id)))
  select r.email, r.language, true from reader r
  union all
  select t.email, t.language, false from open o
    join public.patient t on t.practice_id = o.practice_id and t.id = o.patient_id
   where t.email <> '' and o.audience = 'all' and not exists (select from reader)
     -- Whose access is over is told nothing more, though the chart still has the address.
     and not exists (select from public.portal_access a join identity.person p on p.id = a.person_id
       where a.practice_id = o.practice_id and a.patient_id = o.patient_id
         and p.email_key = lower(normalize(btrim(t.email), nfc)))
$$;
grant execute on function access.correction_readers(uuid) to enamel_job;

-- ── Whose retention is over ────────────────────────────────────────────────────────────────────────────────────────
-- SECURITY INVOKER: it sees what its caller sees. Patient by patient: whoever came, or of whom something came in, too lately
-- for every rule is left out before any of their documents is looked at.
create function access.retention_due(p_practice uuid, p_documents uuid[], p_limit int)
  returns table (document_id uuid, patient_id uuid, rule_id uuid, due_on date)
  language sql stable security invoker set search_path = '' as $$
  with rule as materialized (
    select r.id, r.category, r.years, r.minor_age, r.minor_years from public.retention_rule r
     where r.practice_id = p_practice and r.until_at is null),
  unfiled as materialized (
    select d.patient_id as id, max(d.created_at)::date as day from public.document d
     where d.practice_id = p_practice and d.filed_at is null and d.deleted_at is null and d.patient_id is not null group by 1),
  who as materialized (
    select p.id, p.birth_date, l.day from public.patient p
      left join unfiled u on u.id = p.id
      cross join lateral (select greatest(u.day,
        (select max(d.taken_on) from public.document d
          where d.practice_id = p.practice_id and d.patient_id = p.id and d.filed_at is not null and d.deleted_at is null),
        (select max(a.starts_at)::date from public.appointment a
          where a.practice_id = p.practice_id and a.patient_id = p.id
            and a.status not in ('cancelled', 'noshow', 'entered-in-error'))) as day) l
     where p.practice_id = p_practice and exists (select from rule where rule.years is not null)
       and (p_documents is null or p.id in (select d.patient_id from public.document d where d.practice_id = p_practice and d.id = any (p_documents)))
       and l.day <= current_date - make_interval(years => (select min(rule.years) from rule)))
  select d.id, w.id, r.id, t.due_on
    from who w
    join public.document d on d.practice_id = p_practice and d.patient_id = w.id and d.filed_at is not null and d.deleted_at is null
    cross join lateral (select * from rule where rule.category = d.category or rule.category is null
      order by rule.category nulls last limit 1) r
    cross join lateral (select (case
      when w.day < w.birth_date + make_interval(years => r.minor_age)
        then greatest(w.day + make_interval(years => r.years), w.birth_date + make_interval(years => r.minor_age + r.minor_years))
      else w.day + make_interval(years => r.years) end)::date as due_on) t
   where r.years is not null and t.due_on <= current_date
     and (p_documents is null or d.id = any (p_documents))
     and not access.is_held(p_practice, d.id, w.id)
   order by t.due_on, w.id, d.id limit p_limit
$$;
grant execute on function access.retention_due(uuid, uuid[], int) to enamel_staff_read, enamel_staff_write, enamel_definer;

-- ── What takes up how much ─────────────────────────────────────────────────────────────────────────────────────────
-- Whether a version counts, and for how much: what rests whole, whatever its state. What is on its way in, was refused or is
-- destroyed takes nothing, and pictures made of documents are not counted.
create function access.counted_bytes(p_state text, p_bytes bigint) returns bigint language sql immutable parallel safe
  return case when p_state in ('checking', 'held', 'ready', 'corrupt') then coalesce(p_bytes, 0) end;
grant execute on function access.counted_bytes(text, bigint) to enamel_definer, enamel_staff_read, enamel_staff_write;

-- Once per statement, and in one order, so that two that count at the same time wait and do not lock each other out.
create function access.count_versions() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    insert into public.storage_use as u (practice_id, category, year, part, files, bytes)
    select v.practice_id, coalesce(d.category, ''), extract(year from v.created_at at time zone 'UTC')::int,
           case when d.deleted_at is null then 'kept' else 'deleted' end, count(*), sum(access.counted_bytes(v.state, v.byte_size))
      from after_rows v join public.document d on d.practice_id = v.practice_id and d.id = v.document_id
     where access.counted_bytes(v.state, v.byte_size) is not null
     group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (practice_id, category, year, part) do update set files = u.files + excluded.files, bytes = u.bytes + excluded.bytes;
    return null;
  end if;
  insert into public.storage_use as u (practice_id, category, year, part, files, bytes)
  select v.practice_id, coalesce(d.category, ''), extract(year from v.created_at at time zone 'UTC')::int,
         case when d.deleted_at is null then 'kept' else 'deleted' end, sum(v.sign), sum(v.sign * v.bytes)
    from (select practice_id, document_id, created_at, 1 as sign, access.counted_bytes(state, byte_size) as bytes from after_rows
          union all
          select practice_id, document_id, created_at, -1, access.counted_bytes(state, byte_size) from before_rows) v
    join public.document d on d.practice_id = v.practice_id and d.id = v.document_id
   where v.bytes is not null
   group by 1, 2, 3, 4 having sum(v.sign) <> 0 or sum(v.sign * v.bytes) <> 0 order by 1, 2, 3, 4
  on conflict (practice_id, category, year, part) do update set files = u.files + excluded.files, bytes = u.bytes + excluded.bytes;
  return null;
end $$;
create trigger count_new after insert on document_version referencing new table as after_rows
  for each statement execute function access.count_versions();
create trigger count_changed after update on document_version referencing old table as before_rows new table as after_rows
  for each statement execute function access.count_versions();

create function access.count_documents() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.storage_use as u (practice_id, category, year, part, files, bytes)
  select v.practice_id, c.category, extract(year from v.created_at at time zone 'UTC')::int,
         case when c.deleted_at is null then 'kept' else 'deleted' end, sum(c.sign), sum(c.sign * access.counted_bytes(v.state, v.byte_size))
    from before_rows b join after_rows a on a.practice_id = b.practice_id and a.id = b.id
      and (a.category is distinct from b.category or (a.deleted_at is null) <> (b.deleted_at is null))
    cross join lateral (values (coalesce(a.category, ''), a.deleted_at, 1), (coalesce(b.category, ''), b.deleted_at, -1)) c (category, deleted_at, sign)
    join public.document_version v on v.practice_id = a.practice_id and v.document_id = a.id
   where access.counted_bytes(v.state, v.byte_size) is not null
   group by 1, 2, 3, 4 having sum(c.sign) <> 0 or sum(c.sign * access.counted_bytes(v.state, v.byte_size)) <> 0 order by 1, 2, 3, 4
  on conflict (practice_id, category, year, part) do update set files = u.files + excluded.files, bytes = u.bytes + excluded.bytes;
  return null;
end $$;
create trigger count_moved after update on document referencing old table as before_rows new table as after_rows
  for each statement execute function access.count_documents();

-- The same, counted anew from the rows themselves; true where the figures had been others. Nightly, and never while somebody
-- counts: what is locked here waits, and is added to what this leaves.
create function access.recount_storage() returns boolean language plpgsql volatile security definer set search_path = '' as $$
declare
  v_practice uuid := access.job_practice();
  v_changed bigint;
begin
  perform 1 from public.storage_use u where u.practice_id = v_practice order by u.category, u.year, u.part for update;
  with counted as (
    select coalesce(d.category, '') as category, extract(year from v.created_at at time zone 'UTC')::int as year,
           case when d.deleted_at is null then 'kept' else 'deleted' end as part,
           count(*) as files, sum(access.counted_bytes(v.state, v.byte_size)) as bytes
      from public.document_version v join public.document d on d.practice_id = v.practice_id and d.id = v.document_id
     where v.practice_id = v_practice and access.counted_bytes(v.state, v.byte_size) is not null group by 1, 2, 3),
  mended as (
    update public.storage_use u set files = coalesce(c.files, 0), bytes = coalesce(c.bytes, 0)
      from public.storage_use o left join counted c using (category, year, part)
     where o.practice_id = v_practice and u.practice_id = o.practice_id and u.category = o.category and u.year = o.year and u.part = o.part
       and (u.files, u.bytes) is distinct from (coalesce(c.files, 0), coalesce(c.bytes, 0)) returning 1),
  added as (
    insert into public.storage_use (practice_id, category, year, part, files, bytes)
    select v_practice, c.category, c.year, c.part, c.files, c.bytes from counted c
    on conflict do nothing returning 1)
  select (select count(*) from mended) + (select count(*) from added) into v_changed;
  return v_changed > 0;
end $$;
grant execute on function access.recount_storage() to enamel_job;

-- What was there before there was anything to count it.
insert into storage_use (practice_id, category, year, part, files, bytes)
select v.practice_id, coalesce(d.category, ''), extract(year from v.created_at at time zone 'UTC')::int,
       case when d.deleted_at is null then 'kept' else 'deleted' end, count(*), sum(access.counted_bytes(v.state, v.byte_size))
  from document_version v join document d on d.practice_id = v.practice_id and d.id = v.document_id
 where access.counted_bytes(v.state, v.byte_size) is not null group by 1, 2, 3, 4;
