-- Hard to misfile: releases to named persons, what a visit left undecided, and the privacy case of a document that stood in
-- the wrong record.

-- A person decided that it stays unreleased for now; until then it waits on a list. A move to another chart begins anew.
alter table document
  add column held_at timestamptz,
  add column held_by uuid,
  add check ((held_at is null) = (held_by is null));
grant update (held_at, held_by) on public.document to enamel_staff_write;

-- What a patient sent is hers to see without a release. In another record it is nobody's until somebody releases it, and back
-- in hers it is hers again: the sign follows the chart, whoever moves the document.
create function access.sender_stays() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.patient_id is distinct from old.patient_id then
    new.uploaded_by_patient := new.patient_id is not null and exists (select from public.portal_access a
      where a.practice_id = new.practice_id and a.id = new.uploaded_by and a.patient_id = new.patient_id);
  end if;
  return new;
end $$;
create trigger sender_stays before update of patient_id on public.document
  for each row execute function access.sender_stays();

-- A legal hold on a patient holds what stands in her chart when it is placed and as long as it lasts: what is taken out of the chart
-- meanwhile takes the hold along, as one of its own. Else a move would be the way round it.
create function access.hold_follows() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.legal_hold (practice_id, document_id, why, from_at, placed_by, placed_by_name)
  select h.practice_id, new.id, h.why, h.from_at, h.placed_by, h.placed_by_name from public.legal_hold h
   where h.practice_id = old.practice_id and h.patient_id = old.patient_id and h.until_at is null
     and new.patient_id is distinct from old.patient_id;
  return null;
end $$;
create trigger hold_follows after update of patient_id on public.document
  for each row when (old.patient_id is not null) execute function access.hold_follows();
grant insert on public.legal_hold to enamel_definer;

-- What is released and still open, by its age: the list of what nobody has opened.
create index release_open on release (practice_id, from_at) where until_at is null;
-- Filed and nobody has decided: the list of what visits left.
create index document_undecided on document (practice_id, taken_on) where filed_at is not null and held_at is null and deleted_at is null;

-- ── To whom ────────────────────────────────────────────────────────────────────────────────────────────────────────
grant insert (audience) on public.release to enamel_staff_write;
grant insert (practice_id, release_id, access_id) on public.release_reader to enamel_staff_write;

-- A name is added to a release only by who makes it, in the transaction that makes it (from_at is the database's to set), and
-- only a live access to the record that the release is of: nobody's audience grows afterwards, and none reaches a stranger.
create policy entitled_names on public.release_reader as restrictive for insert to enamel_staff_write
  with check ((select access.staff_has('{owner,privacy_officer,dentist,hygienist,front_desk}')) and exists (
    select from public.release r
      join public.portal_access a on a.practice_id = r.practice_id and a.patient_id = r.patient_id
     where r.practice_id = release_reader.practice_id and r.id = release_reader.release_id and r.audience = 'named'
       and r.until_at is null and r.from_at = now() and r.released_by = access.setting('hat')
       and a.id = release_reader.access_id and a.until_at is null and (a.expires_at is null or a.expires_at > now())));

-- ── Privacy cases ──────────────────────────────────────────────────────────────────────────────────────────────────
-- A document stood in the record of somebody whose it is not. The row says what and until when; who had opened it there is
-- read from the audit, whose events name the record in which the document stood at the time.
create table privacy_case (
  practice_id uuid not null references practice,
  id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('wrong_patient')),
  document_id uuid not null,
  -- In whose record it stood by mistake, and where it went; null where nobody knew yet whose it is.
  patient_id uuid not null,
  right_patient_id uuid,
  -- What the portal showed of it there, if it was ever released (or had been sent from there), and since when it stood there.
  title text not null,
  category text,
  shown boolean not null,
  stood_from timestamptz not null,
  why text not null check (length(why) between 1 and 500),
  opened_at timestamptz not null default now(),
  opened_by uuid not null,
  opened_by_name text not null,
  closed_at timestamptz,
  closed_by uuid,
  closed_by_name text,
  primary key (practice_id, id),
  foreign key (practice_id, document_id) references document on delete restrict,
  foreign key (practice_id, patient_id) references patient on delete restrict,
  foreign key (practice_id, right_patient_id) references patient on delete restrict,
  check (right_patient_id is null or right_patient_id <> patient_id),
  check ((closed_at is null) = (closed_by is null))
);
create index privacy_case_list on privacy_case (practice_id, opened_at desc, id desc);
create index privacy_case_open on privacy_case (practice_id, opened_at) where closed_at is null;
create index privacy_case_document on privacy_case (practice_id, document_id, opened_at desc);

-- What those who answer for privacy wrote about a case, and with what it was closed. Never changed.
create table privacy_note (
  practice_id uuid not null,
  id uuid not null default uuidv7(),
  case_id uuid not null,
  kind text not null default 'note' check (kind in ('note', 'finding', 'done')),
  text text not null check (length(text) between 1 and 4000),
  written_at timestamptz not null default clock_timestamp(),
  written_by uuid not null,
  written_by_name text not null,
  primary key (practice_id, id),
  foreign key (practice_id, case_id) references privacy_case on delete restrict
);
create index privacy_note_case on privacy_note (practice_id, case_id, id);

do $$
declare
  t text;
begin
  foreach t in array array['privacy_case', 'privacy_note'] loop
    execute format('alter table public.%I enable row level security, force row level security', t);
    execute format('create policy staff_practice on public.%I to enamel_staff_read, enamel_staff_write
      using (practice_id = (select access.staff_practice()))
      with check (practice_id = (select access.staff_practice()))', t);
  end loop;
end $$;

grant select on public.privacy_case, public.privacy_note to enamel_staff_read, enamel_staff_write;
-- For functions that ask whether a document ever stood in a wrong record.
create policy definer on public.privacy_case for select to enamel_definer using (true);
grant select (practice_id, document_id, opened_at) on public.privacy_case to enamel_definer;
grant insert (practice_id, id, kind, document_id, patient_id, right_patient_id, title, category, shown, stood_from, why,
  opened_by, opened_by_name), update (closed_at, closed_by, closed_by_name) on public.privacy_case to enamel_staff_write;
grant insert (practice_id, id, case_id, kind, text, written_by, written_by_name) on public.privacy_note to enamel_staff_write;

-- Whoever may take a release back may report; the case is then in the hands of those who answer for it.
create policy entitled_reports on public.privacy_case as restrictive for insert to enamel_staff_write
  with check ((select access.staff_has('{owner,privacy_officer,dentist,hygienist,front_desk}')) and opened_by = access.setting('hat'));
create policy answerable_closes on public.privacy_case as restrictive for update to enamel_staff_write
  using ((select access.staff_has('{owner,privacy_officer}')))
  with check (closed_by = access.setting('hat'));
create policy answerable_reads on public.privacy_note as restrictive for select to enamel_staff_read, enamel_staff_write
  using ((select access.staff_has('{owner,privacy_officer}')));
create policy answerable_writes on public.privacy_note as restrictive for insert to enamel_staff_write
  with check ((select access.staff_has('{owner,privacy_officer}')) and written_by = access.setting('hat')
    and exists (select from public.privacy_case c
      where c.practice_id = privacy_note.practice_id and c.id = privacy_note.case_id and c.closed_at is null));

-- Closed once, and what is closed stays as it was.
create function access.close_case_once() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.closed_at is not null then
    raise exception 'a closed case does not change' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger close_once before update on public.privacy_case for each row execute function access.close_case_once();
