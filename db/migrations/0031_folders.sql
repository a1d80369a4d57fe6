-- A folder that a scanner, a sensor or a camera writes into, taken in by a small program at one of the practice's computers:
-- docs/decisions/0021. The program is a kind of principal of its own. It begins uploads, sends them and asks how far its own are,
-- and there is nothing else that it reads or does: not whose they may be, not what became of them once they were filed.

create table folder_program (
  practice_id uuid not null,
  id uuid not null default gen_random_uuid(),
  workstation_id uuid not null,
  -- What writes into the folder. With the computer it is the name on record: "Scanner at Front desk".
  name text not null check (length(name) between 1 and 40),
  token_hash bytea not null,
  made_by uuid not null,
  made_by_name text not null,
  from_at timestamptz not null default now(),
  last_used_at timestamptz,
  until_at timestamptz,
  ended_by uuid,
  ended_by_name text,
  primary key (practice_id, id),
  foreign key (practice_id, workstation_id) references workstation on delete restrict,
  check ((until_at is null) = (ended_by is null))
);
create index folder_program_token on folder_program (token_hash);
create index folder_program_workstation on folder_program (practice_id, workstation_id);
create trigger close_once before update on folder_program for each row execute function access.close_once();

-- Whose chart is open at a computer that has such a program: one row at most for each, for minutes.
create table open_chart (
  practice_id uuid not null,
  workstation_id uuid not null,
  patient_id uuid not null,
  session_id uuid not null,
  opened_by uuid not null,
  opened_by_name text not null,
  -- Since when without a break, and when last.
  opened_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  primary key (practice_id, workstation_id),
  foreign key (practice_id, workstation_id) references workstation on delete restrict,
  foreign key (practice_id, patient_id) references patient on delete restrict
);
create index open_chart_session on open_chart (session_id);
create index open_chart_patient on open_chart (practice_id, patient_id);

-- Whose a file may be that such a program brought: whose chart was open there. A proposal and nothing more: the document itself
-- stands in nobody's chart until a person puts it into one.
create table document_proposal (
  practice_id uuid not null,
  document_id uuid not null,
  patient_id uuid not null,
  workstation_name text not null,
  opened_by_name text not null,
  primary key (practice_id, document_id),
  foreign key (practice_id, document_id) references document on delete restrict,
  foreign key (practice_id, patient_id) references patient on delete restrict
);
create index document_proposal_patient on document_proposal (practice_id, patient_id);
-- What each of them has brought is counted where the list of computers stands.
create index document_sender on document (practice_id, uploaded_by, created_at desc);

alter table audit_event drop constraint audit_event_actor_kind_check,
  add constraint audit_event_actor_kind_check check (actor_kind in ('staff', 'patient', 'guest', 'folder', 'system'));

do $$
declare
  t text;
begin
  foreach t in array array['folder_program', 'open_chart', 'document_proposal'] loop
    execute format('alter table public.%I enable row level security, force row level security', t);
    execute format('create policy staff_practice on public.%I to enamel_staff_read, enamel_staff_write
      using (practice_id = (select access.staff_practice()))
      with check (practice_id = (select access.staff_practice()))', t);
    execute format('create policy definer on public.%I to enamel_definer using (true) with check (true)', t);
  end loop;
end $$;
grant select, update (last_used_at) on public.folder_program to enamel_definer;
grant select, insert, update, delete on public.open_chart to enamel_definer;
grant select, insert on public.document_proposal to enamel_definer;

-- ── Whether a program's credential holds now ───────────────────────────────────────────────────────────────────────
-- As long as nobody ended it and its computer is on the list. Its settings name it twice, as hat and as session, and no person.
create function access.folder_practice() returns uuid language sql stable security definer set search_path = '' as $$
  select f.practice_id from public.folder_program f
    join public.workstation w on w.practice_id = f.practice_id and w.id = f.workstation_id
   where f.practice_id = access.setting('practice') and f.id = access.setting('hat') and f.id = access.setting('session')
     and access.setting('person') is null and f.until_at is null and w.until_at is null
$$;

grant usage on schema public, access, audit, platform to enamel_folder_read, enamel_folder_write;
grant execute on function access.setting(text) to enamel_folder_read, enamel_folder_write;
grant execute on function access.folder_practice() to enamel_definer, enamel_folder_read, enamel_folder_write;
grant execute on function audit.record(text, text, text, text, uuid, uuid, uuid, jsonb) to enamel_folder_read, enamel_folder_write;

-- Round trip one of a program: whose credential it is, if it holds. What is closed is told, to be refused. It was used just now;
-- once a minute is written down.
create function identity.folder(p_token bytea, p_folder uuid)
  returns table (folder_id uuid, folder_name text, practice_id uuid, practice_name text, time_zone text, practice_epoch int, closed text[])
  language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_column
begin
  update public.folder_program f set last_used_at = now()
   where f.token_hash = p_token and f.id = p_folder and f.until_at is null
     and (f.last_used_at is null or f.last_used_at < now() - interval '1 minute');
  return query
    select f.id, f.name || ' at ' || w.name, p.practice_id, p.name, p.time_zone, p.epoch,
           array(select s.function from public.switch s where s.practice_id = p.practice_id and s.until_at is null)
      from public.folder_program f
      join public.workstation w on w.practice_id = f.practice_id and w.id = f.workstation_id
      join public.practice p on p.practice_id = f.practice_id
     where f.token_hash = p_token and f.id = p_folder and f.until_at is null and w.until_at is null;
end $$;
grant execute on function identity.folder(bytea, uuid) to enamel_identity;

-- ── What a program does: its own uploads, unfiled and in nobody's chart ────────────────────────────────────────────
grant select (practice_id, id, uploaded_by, uploaded_by_patient, deleted_at) on public.document to enamel_folder_read, enamel_folder_write;
grant insert (practice_id, id, patient_id, title, uploaded_by, uploaded_by_name) on public.document to enamel_folder_write;
create policy folder on public.document for select to enamel_folder_read, enamel_folder_write
  using (practice_id = (select access.folder_practice()) and uploaded_by = access.setting('hat') and not uploaded_by_patient);
create policy folder_sends on public.document for insert to enamel_folder_write
  with check (practice_id = (select access.folder_practice()) and uploaded_by = access.setting('hat') and not uploaded_by_patient
    and patient_id is null and filed_at is null and title = '');

-- How far it is, and the digest of what rests, so that the program may let go of its copy. Keys only where bytes are sealed.
grant select (practice_id, document_id, version, state, declared_size, received_bytes, sha256, failure) on public.document_version
  to enamel_folder_read, enamel_folder_write;
grant select (file_name, declared_sha256, declared_type, front_size, wrapped_dek, key_version, storage_key, added_by) on public.document_version to enamel_folder_write;
grant insert (practice_id, document_id, version, file_name, storage_key, key_version, wrapped_dek, declared_size, declared_sha256, declared_type, front_size),
  update (state, content_type, byte_size, sha256, width, height, commitment, ready_at, failure, storage_key) on public.document_version to enamel_folder_write;
create policy folder on public.document_version for select to enamel_folder_read, enamel_folder_write
  using (practice_id = (select access.folder_practice()) and version = 1 and exists (select from public.document d
    where d.practice_id = document_version.practice_id and d.id = document_version.document_id and d.uploaded_by = access.setting('hat')));
create policy folder_sends on public.document_version for insert to enamel_folder_write
  with check (practice_id = (select access.folder_practice()) and version = 1 and state = 'receiving' and exists (select from public.document d
    where d.practice_id = document_version.practice_id and d.id = document_version.document_id and d.uploaded_by = access.setting('hat')));
create policy folder_sends_on on public.document_version for update to enamel_folder_write
  using (practice_id = (select access.folder_practice()) and version = 1 and state = 'receiving' and exists (select from public.document d
    where d.practice_id = document_version.practice_id and d.id = document_version.document_id and d.uploaded_by = access.setting('hat')))
  with check (practice_id = (select access.folder_practice()) and version = 1 and state in ('receiving', 'checking', 'ready', 'rejected', 'expired'));

create policy folder on public.upload_part to enamel_folder_write
  using (practice_id = (select access.folder_practice()) and exists (select from public.document d
    where d.practice_id = upload_part.practice_id and d.id = upload_part.document_id and d.uploaded_by = access.setting('hat')))
  with check (practice_id = (select access.folder_practice()) and exists (select from public.document d
    where d.practice_id = upload_part.practice_id and d.id = upload_part.document_id and d.uploaded_by = access.setting('hat')));
grant select, insert (practice_id, document_id, version, turn, starts_at, storage_key, whole_key) on public.upload_part to enamel_folder_write;

grant select (practice_id, version, root_kid, wrapped, state) on public.practice_key to enamel_folder_write;
create policy folder on public.practice_key for select to enamel_folder_write using (practice_id = (select access.folder_practice()));

-- As in 0026, and for a program too.
create or replace function access.room(out file_limit bigint, out storage_limit bigint, out used bigint) returns record
  language sql stable security definer set search_path = '' as $$
  select p.file_limit, p.storage_limit,
      (coalesce((select sum(u.bytes) from public.storage_use u where u.practice_id = p.practice_id), 0)
        + coalesce((select sum(v.received_bytes) from public.document_version v
            where v.practice_id = p.practice_id and v.state = 'receiving'), 0))::bigint
    from public.practice p
   where p.practice_id = coalesce((select access.staff_practice()), (select access.portal_practice()), (select access.guest_practice()),
     (select access.folder_practice()))
$$;
grant execute on function access.room() to enamel_folder_write;

-- ── Staff: who makes and ends them ─────────────────────────────────────────────────────────────────────────────────
grant select (practice_id, id, workstation_id, name, made_by, made_by_name, from_at, last_used_at, until_at, ended_by, ended_by_name)
  on public.folder_program to enamel_staff_read, enamel_staff_write;
grant insert (practice_id, id, workstation_id, name, token_hash, made_by, made_by_name), update (until_at, ended_by, ended_by_name)
  on public.folder_program to enamel_staff_write;
create policy entitled on public.folder_program as restrictive for insert to enamel_staff_write
  with check (made_by = access.setting('hat') and (select access.staff_has('{owner,privacy_officer}')));
create policy entitled_ends on public.folder_program as restrictive for update to enamel_staff_write
  using ((select access.staff_has('{owner,privacy_officer}')));
grant select on public.open_chart, public.document_proposal to enamel_staff_read, enamel_staff_write;

-- ── Whose chart is open, and what is proposed ──────────────────────────────────────────────────────────────────────
-- Called where a chart is opened, in a browser that is one of the practice's computers. Only where a program waits is it kept.
create function access.chart_opened(p_token bytea, p_patient uuid) returns void
  language sql volatile security definer set search_path = '' as $$
  insert into public.open_chart as o (practice_id, workstation_id, patient_id, session_id, opened_by, opened_by_name)
  select w.practice_id, w.id, p.id, access.setting('session'), m.id, m.display_name
    from public.workstation w
    join public.patient p on p.practice_id = w.practice_id and p.id = p_patient and p.archived_at is null
    join public.membership m on m.practice_id = w.practice_id and m.id = access.setting('hat')
   where w.practice_id = (select access.staff_practice()) and w.token_hash = p_token and w.until_at is null
     and exists (select from public.folder_program f where f.practice_id = w.practice_id and f.workstation_id = w.id and f.until_at is null)
  on conflict (practice_id, workstation_id) do update set
    patient_id = excluded.patient_id, session_id = excluded.session_id, opened_by = excluded.opened_by,
    opened_by_name = excluded.opened_by_name, last_at = now(),
    opened_at = case when o.patient_id = excluded.patient_id and o.session_id = excluded.session_id
      and o.last_at > now() - interval '10 minutes' then o.opened_at else now() end
$$;

-- Called where it is left.
create function access.chart_left(p_token bytea, p_patient uuid) returns void
  language sql volatile security definer set search_path = '' as $$
  delete from public.open_chart o using public.workstation w
   where w.practice_id = (select access.staff_practice()) and w.token_hash = p_token
     and o.practice_id = w.practice_id and o.workstation_id = w.id and o.patient_id = p_patient and o.session_id = access.setting('session')
$$;
grant execute on function access.chart_opened(bytea, uuid) to enamel_staff_read;
grant execute on function access.chart_left(bytea, uuid) to enamel_staff_write;

-- Whoever locks her session or signs out has no chart open; unlocking opens none.
create function identity.close_chart() returns trigger language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from public.open_chart where session_id = new.id;
  return null;
end $$;
create trigger close_chart after update of locked_at, ended_at on identity.session for each row
  when (new.locked_at is not null or new.ended_at is not null) execute function identity.close_chart();

-- What a program has just begun to send: whose chart was open at its computer when the file was written, `p_age` seconds ago. A
-- chart that was opened since, or longer ago than ten minutes, is no answer. The program is told nothing.
create function access.propose_open_chart(p_document uuid, p_age int) returns void
  language sql volatile security definer set search_path = '' as $$
  insert into public.document_proposal (practice_id, document_id, patient_id, workstation_name, opened_by_name)
  select d.practice_id, d.id, o.patient_id, w.name, o.opened_by_name
    from public.folder_program f
    join public.workstation w on w.practice_id = f.practice_id and w.id = f.workstation_id
    join public.open_chart o on o.practice_id = w.practice_id and o.workstation_id = w.id
    join public.patient p on p.practice_id = o.practice_id and p.id = o.patient_id and p.archived_at is null
    join public.document d on d.practice_id = f.practice_id and d.id = p_document and d.uploaded_by = f.id and d.patient_id is null
    join identity.session s on s.id = o.session_id
   where f.practice_id = (select access.folder_practice()) and f.id = access.setting('hat') and p_age >= 0
     and o.opened_at <= now() - make_interval(secs => p_age)
     and o.last_at > now() - make_interval(secs => p_age) - interval '10 minutes'
     and s.ended_at is null and s.locked_at is null and s.expires_at > now()
     and s.last_act_at > now() - make_interval(mins => identity.idle_minutes(s.person_id, s.assurance))
$$;
grant execute on function access.propose_open_chart(uuid, int) to enamel_folder_write;
