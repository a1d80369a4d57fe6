-- Uploads that go on after a broken connection, and what patients send: docs/decisions/0011.

-- A received part of an upload: a sealed file of its own, under a salt of its own, written once and by one request. The highest
-- turn is whose turn it is; what an earlier one still writes counts no more.
create table upload_part (
  practice_id uuid not null,
  document_id uuid not null,
  version int not null,
  turn int not null,
  -- Plain bytes: where the part begins in the file, and how many of it rest durably.
  starts_at bigint not null,
  size bigint not null default 0,
  -- Ended by whoever wrote it; else it counts up to its last whole segment that is known to be durable.
  closed boolean not null default false,
  commitment bytea,
  storage_key text not null,
  -- Where this turn puts the whole file, should it come to that.
  whole_key text not null,
  created_at timestamptz not null default now(),
  primary key (practice_id, document_id, version, turn),
  foreign key (practice_id, document_id, version) references document_version on delete restrict
);
alter table upload_part enable row level security, force row level security;

-- What a patient says she sent, and what became of it before it was filed. A card's two pictures come as one, split here.
alter table document
  add column sent_as text check (sent_as in ('insurance_card', 'identification', 'photo', 'paper', 'other')),
  add column sent_note text not null default '' check (length(sent_note) <= 1000),
  add column returned_at timestamptz,
  add column returned_by uuid,
  add column returned_by_name text,
  add column returned_word text check (length(returned_word) between 1 and 500),
  add check ((returned_at is null) = (returned_word is null)),
  -- What was given back is not filed, and what is filed is not given back.
  add check (returned_at is null or (filed_at is null and uploaded_by_patient));
alter table document_version add column declared_type text, add column front_size bigint check (front_size > 0);

-- A file that is ready stays where it is; only while it comes in may another place be written down for it.
create function access.keep_place() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.state <> 'receiving' and new.storage_key is distinct from old.storage_key then
    raise exception 'a file that has arrived stays where it is' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_place before update of storage_key on public.document_version
  for each row execute function access.keep_place();

-- ── Parts: their sender's, and the jobs' ───────────────────────────────────────────────────────────────────────────
create policy staff_practice on public.upload_part to enamel_staff_read, enamel_staff_write
  using (practice_id = (select access.staff_practice())) with check (practice_id = (select access.staff_practice()));
create policy own_upload on public.upload_part as restrictive to enamel_staff_read, enamel_staff_write
  using (exists (select from public.document d where d.practice_id = upload_part.practice_id and d.id = upload_part.document_id
    and d.uploaded_by = access.setting('hat')));
create policy portal on public.upload_part to enamel_patient_read, enamel_patient_write
  using (practice_id = (select access.portal_practice()) and exists (select from public.document d
    where d.practice_id = upload_part.practice_id and d.id = upload_part.document_id
      and d.uploaded_by = access.setting('hat') and d.uploaded_by_patient))
  with check (practice_id = (select access.portal_practice()) and exists (select from public.document d
    where d.practice_id = upload_part.practice_id and d.id = upload_part.document_id
      and d.uploaded_by = access.setting('hat') and d.uploaded_by_patient));
create policy job on public.upload_part to enamel_job
  using (practice_id = (select access.job_practice())) with check (practice_id = (select access.job_practice()));
grant select on public.upload_part to enamel_staff_read, enamel_staff_write, enamel_patient_read, enamel_patient_write;
grant insert (practice_id, document_id, version, turn, starts_at, storage_key, whole_key) on public.upload_part
  to enamel_staff_write, enamel_patient_write;
grant select, update (size, closed, commitment), delete on public.upload_part to enamel_job;
grant update (received_bytes, storage_key) on public.document_version to enamel_job;
grant insert (declared_size, declared_sha256, declared_type, front_size), update (storage_key) on public.document_version
  to enamel_staff_write;

-- ── Staff: what waits to be filed is given back ────────────────────────────────────────────────────────────────────
grant update (returned_at, returned_by, returned_by_name, returned_word)
  on public.document to enamel_staff_write;

-- ── Patients: what they send ───────────────────────────────────────────────────────────────────────────────────────
grant select (sent_as, sent_note, returned_at, returned_word) on public.document to enamel_patient_read, enamel_patient_write;
grant insert (practice_id, id, patient_id, title, uploaded_by, uploaded_by_name, uploaded_by_patient, sent_as, sent_note)
  on public.document to enamel_patient_write;
create policy sends on public.document for insert to enamel_patient_write
  with check (practice_id = access.setting('practice') and patient_id = (select access.portal_patient())
    and uploaded_by = access.setting('hat') and uploaded_by_patient and sent_as is not null
    and filed_at is null and category is null and title = '');

-- Her own upload on its way; for one who was never hers, or whose document is filed, there is no such row.
grant insert (practice_id, document_id, version, file_name, storage_key, key_version, wrapped_dek, declared_size,
    declared_sha256, declared_type, front_size),
  update (state, content_type, byte_size, sha256, width, height, pages, commitment, ready_at, failure, storage_key)
  on public.document_version to enamel_patient_write;
grant select (declared_size, declared_sha256, declared_type, front_size, received_bytes, created_at, failure) on public.document_version
  to enamel_patient_read, enamel_patient_write;
create policy sends on public.document_version for insert to enamel_patient_write
  with check (practice_id = (select access.portal_practice()) and version = 1 and state = 'receiving' and exists (
    select from public.document d where d.practice_id = document_version.practice_id and d.id = document_version.document_id
      and d.uploaded_by = access.setting('hat') and d.uploaded_by_patient and d.filed_at is null));
create policy sender on public.document_version for select to enamel_patient_write
  using (practice_id = (select access.portal_practice()) and version = 1 and exists (
    select from public.document d where d.practice_id = document_version.practice_id and d.id = document_version.document_id
      and d.uploaded_by = access.setting('hat') and d.uploaded_by_patient and d.filed_at is null));
-- What of it is being looked through for viruses, or was refused for what was found, she is told; its bytes only once it is ready.
create policy sender_asks on public.document_version for select to enamel_patient_read
  using (practice_id = (select access.portal_practice()) and version = 1 and exists (
    select from public.document d where d.practice_id = document_version.practice_id and d.id = document_version.document_id
      and d.uploaded_by = access.setting('hat') and d.uploaded_by_patient and d.filed_at is null));
create policy sends_on on public.document_version for update to enamel_patient_write
  using (practice_id = (select access.portal_practice()) and version = 1 and state = 'receiving' and exists (
    select from public.document d where d.practice_id = document_version.practice_id and d.id = document_version.document_id
      and d.uploaded_by = access.setting('hat') and d.uploaded_by_patient and d.filed_at is null))
  with check (practice_id = (select access.portal_practice()) and exists (
    select from public.document d where d.practice_id = document_version.practice_id and d.id = document_version.document_id
      and d.uploaded_by = access.setting('hat') and d.uploaded_by_patient and d.filed_at is null));
