-- Folders of old documents that come in by an index file, dry run first, and can be undone as a batch: docs/decisions/0022.

create table import_batch (
  practice_id uuid not null references practice,
  id uuid not null default gen_random_uuid(),
  -- The index file's name, as its owner calls it.
  file_name text not null default '' check (length(file_name) <= 255),
  -- reading: rows come in. mapping: its columns are to be named. checking, checked: the dry run. open: files are taken.
  state text not null default 'reading'
    check (state in ('reading', 'mapping', 'checking', 'checked', 'open', 'finished', 'undoing', 'undone')),
  columns text[] not null default '{}',
  mapping jsonb not null default '{}',
  row_count int not null default 0 check (row_count between 0 and 100000),
  -- How far the dry run is: the last line that was compared.
  checked_line int not null default 0,
  started_at timestamptz not null default now(),
  started_by uuid not null,
  started_by_name text not null,
  opened_at timestamptz,
  finished_at timestamptz,
  undone_at timestamptz,
  undone_by uuid,
  undone_by_name text,
  undone_why text check (length(undone_why) between 1 and 500),
  primary key (practice_id, id),
  check ((undone_by is null) = (undone_why is null)),
  check ((state in ('undoing', 'undone')) = (undone_by is not null))
);
create index import_batch_list on import_batch (practice_id, started_at desc, id desc);

-- A row of the index, and what became of it.
create table import_row (
  practice_id uuid not null,
  batch_id uuid not null,
  -- As a spreadsheet counts: the header is 1.
  line int not null check (line between 1 and 200000),
  -- What stands in it, until the batch is finished or undone.
  cells text[] not null default '{}',
  path text not null default '' check (length(path) <= 1000),
  -- The path folded, its last part first: what a chosen file is found by.
  path_key text collate "C" not null default '',
  patient_id uuid,
  category text check (category in ('radiograph', 'photograph', 'treatment_plan', 'consent', 'referral', 'lab_report',
    'insurance', 'statement', 'letter', 'identification', 'other')),
  title text not null default '' check (length(title) <= 200),
  taken_on date,
  tooth text,
  -- Codes of what the dry run found.
  problems text[] not null default '{}',
  -- new: not compared yet. bad, look: nothing comes in by it. clean: its file is awaited. coming: on its way, or here and not
  -- filed yet. refused, filed, left (waits under To file). removed, stayed: what undoing did.
  state text not null default 'new' check (state in ('new', 'bad', 'look', 'clean', 'coming', 'refused', 'filed', 'left', 'removed', 'stayed')),
  reason text not null default '' check (length(reason) <= 200),
  document_id uuid,
  primary key (practice_id, batch_id, line),
  foreign key (practice_id, batch_id) references import_batch on delete restrict,
  foreign key (practice_id, patient_id) references patient on delete restrict,
  foreign key (practice_id, document_id) references document on delete restrict,
  check (state <> 'clean' or (patient_id is not null and category is not null and title <> '' and taken_on is not null))
);
create index import_row_state on import_row (practice_id, batch_id, state, line);
create index import_row_path on import_row (practice_id, batch_id, path_key);
create index import_row_document on import_row (practice_id, document_id) where document_id is not null;
create index import_row_came on import_row (practice_id, path_key) where document_id is not null;

-- By which import a document came: no rule releases such a one, at filing or later.
alter table document add column import_id uuid,
  add constraint document_import foreign key (practice_id, import_id) references import_batch on delete restrict;

do $$
declare
  t text;
begin
  foreach t in array array['import_batch', 'import_row'] loop
    execute format('alter table public.%I enable row level security, force row level security', t);
    execute format('create policy staff_practice on public.%I to enamel_staff_read, enamel_staff_write
      using (practice_id = (select access.staff_practice()))
      with check (practice_id = (select access.staff_practice()))', t);
    execute format('create policy owner_adds on public.%I as restrictive for insert to enamel_staff_write
      with check ((select access.staff_has(''{owner}'')))', t);
    execute format('create policy answerable_changes on public.%I as restrictive for update to enamel_staff_write
      using ((select access.staff_has(''{owner,privacy_officer}'')))', t);
    execute format('create policy owner_forgets on public.%I as restrictive for delete to enamel_staff_write
      using ((select access.staff_has(''{owner}'')))', t);
  end loop;
end $$;

grant select on import_batch, import_row to enamel_staff_read, enamel_staff_write;
grant insert (practice_id, id, file_name, started_by, started_by_name), delete,
  update (state, columns, mapping, row_count, checked_line, opened_at, finished_at, undone_at, undone_by, undone_by_name, undone_why)
  on import_batch to enamel_staff_write;
grant insert (practice_id, batch_id, line, cells), delete,
  update (cells, path, path_key, patient_id, category, title, taken_on, tooth, problems, state, reason, document_id)
  on import_row to enamel_staff_write;
grant insert (import_id) on document to enamel_staff_write;
create policy owner_imports on document as restrictive for insert to enamel_staff_write
  with check (import_id is null or (select access.staff_has('{owner}')));

-- What a document was called goes with its keys, here too.
create function access.forget_row() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.import_row r set cells = '{}', path = '', path_key = '', title = ''
   where r.practice_id = new.practice_id and r.document_id = new.document_id;
  return null;
end $$;
create trigger forget_row after update of state on document_version for each row
  when (new.state = 'shredded' and old.state <> 'shredded') execute function access.forget_row();
create policy definer on import_row to enamel_definer using (true) with check (true);
grant select, update (cells, path, path_key, title) on import_row to enamel_definer;
