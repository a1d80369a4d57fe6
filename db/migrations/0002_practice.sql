-- Everything a practice holds. practice_id leads each primary key, unique constraint and foreign key, so that these
-- tables can be distributed by it. What decides access is an append-only interval: from, until, by whom, why.

create table practice (
  practice_id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 120),
  time_zone text not null,
  phone text not null default '',
  email text not null default '',
  address text not null default '',
  -- Minutes without a person's act after which a staff session locks.
  idle_minutes int not null default 15 check (idle_minutes between 5 and 60),
  -- Years at which a patient comes of age where the practice is: 18 in most states, 19 or 21 in a few.
  majority_age int not null default 18 check (majority_age between 16 and 21),
  -- Bytes: of one file, and of all that the practice keeps (originals of every version; pictures made of them are not counted).
  file_limit bigint not null default 536870912 check (file_limit between 1048576 and 536870912),
  storage_limit bigint not null default 214748364800 check (storage_limit > 0),
  -- Raised to end every link of the practice at once.
  epoch int not null default 1,
  created_at timestamptz not null default now()
);

create table practice_key (
  practice_id uuid not null references practice,
  version int not null,
  root_kid int not null,
  wrapped bytea not null,
  state text not null default 'active' check (state in ('active', 'decrypt_only', 'destroyed')),
  created_at timestamptz not null default now(),
  primary key (practice_id, version)
);

create table membership (
  practice_id uuid not null references practice,
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  display_name text not null check (length(display_name) between 1 and 120),
  from_at timestamptz not null default now(),
  until_at timestamptz,
  given_by uuid,
  why text not null default '',
  ended_by uuid,
  ended_why text,
  primary key (practice_id, id),
  check ((until_at is null) = (ended_why is null))
);
create unique index membership_live on membership (practice_id, person_id) where until_at is null;
create index membership_person on membership (person_id);

create table membership_role (
  practice_id uuid not null,
  id uuid not null default gen_random_uuid(),
  membership_id uuid not null,
  role text not null check (role in
    ('owner', 'privacy_officer', 'dentist', 'hygienist', 'assistant', 'front_desk', 'billing')),
  from_at timestamptz not null default now(),
  until_at timestamptz,
  given_by uuid,
  ended_by uuid,
  ended_why text,
  primary key (practice_id, id),
  foreign key (practice_id, membership_id) references membership on delete restrict,
  check ((until_at is null) = (ended_why is null))
);
create unique index membership_role_live on membership_role (practice_id, membership_id, role) where until_at is null;

create table patient (
  practice_id uuid not null references practice,
  id uuid not null default gen_random_uuid(),
  chart_number text not null,
  given_name text not null check (length(given_name) between 1 and 100),
  family_name text not null check (length(family_name) between 1 and 100),
  preferred_name text not null default '',
  birth_date date not null,
  email text not null default '',
  phone text not null default '',
  address text not null default '',
  language text not null default 'en',
  -- Staff's own remarks; no patient role may select them.
  staff_note text not null default '',
  -- The normalised keys that lists sort by (see lib/patients/rules.ts): under row-level security only plain
  -- comparisons reach an index, so ILIKE and trigrams would read the whole practice.
  sort_key text collate "C" not null,
  version int not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  archived_by uuid,
  archived_why text,
  primary key (practice_id, id),
  unique (practice_id, chart_number)
);
create index patient_list on patient (practice_id, sort_key, id) where archived_at is null;
create index patient_archived on patient (practice_id, sort_key, id) where archived_at is not null;

-- One row per thing a person may be looked up by: name parts, birth date, phone from the front and from the back.
create table patient_key (
  practice_id uuid not null,
  key text collate "C" not null,
  patient_id uuid not null,
  primary key (practice_id, key, patient_id),
  foreign key (practice_id, patient_id) references patient on delete cascade
);
create index patient_key_patient on patient_key (practice_id, patient_id);

create table patient_contact (
  practice_id uuid not null,
  id uuid not null default gen_random_uuid(),
  patient_id uuid not null,
  kind text not null check (kind in ('emergency', 'guardian', 'guarantor', 'other')),
  name text not null check (length(name) between 1 and 120),
  relation text not null default '',
  phone text not null default '',
  email text not null default '',
  from_at timestamptz not null default now(),
  until_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient on delete cascade
);
create index patient_contact_patient on patient_contact (practice_id, patient_id);

create table patient_alert (
  practice_id uuid not null,
  id uuid not null default gen_random_uuid(),
  patient_id uuid not null,
  kind text not null check (kind in ('allergy', 'condition', 'medication', 'other')),
  text text not null check (length(text) between 1 and 200),
  severe boolean not null default false,
  from_at timestamptz not null default now(),
  given_by uuid,
  until_at timestamptz,
  ended_by uuid,
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient on delete cascade
);
create index patient_alert_patient on patient_alert (practice_id, patient_id);

-- Who may use the portal for a patient: the patient herself (self) or a proxy. Its id is the hat in /portal/[hat].
create table portal_access (
  practice_id uuid not null,
  id uuid not null default gen_random_uuid(),
  patient_id uuid not null,
  person_id uuid not null,
  relation text not null check (relation in ('self', 'parent', 'guardian', 'carer', 'helper')),
  display_name text not null,
  -- How far it reaches: the whole record, some categories of document (`visits` counts as one), or one task (nothing but what
  -- the hat sends itself). How far it reached before stands in portal_access_term.
  scope text not null default 'all' check (scope in ('all', 'categories', 'task')),
  categories text[] not null default '{}' check (categories <@ array['radiograph', 'photograph', 'treatment_plan', 'consent',
    'referral', 'lab_report', 'insurance', 'statement', 'letter', 'identification', 'other', 'visits']),
  task text check (task in ('insurance_card', 'identification', 'earlier_xrays', 'signed_form', 'something_else')),
  task_done_at timestamptz,
  -- False where two who act for one patient are kept apart: what others send from the portal stays out of this one's sight.
  sees_others_uploads boolean not null default true,
  -- The practice answers for it, as where a court ordered it: the patient cannot narrow or end it.
  by_order boolean not null default false,
  -- It stands on the patient's being a minor: expires_at is the birthday, and moves with the birth date.
  ends_at_majority boolean not null default false,
  -- How somebody made sure that it may be: what was shown, in a word and in words.
  evidence_kind text check (evidence_kind in ('birth_certificate', 'court_order', 'power_of_attorney', 'own_word', 'photo_id', 'other')),
  evidence text not null default '' check (length(evidence) <= 300),
  -- The day on which the practice must look at it again, such as the patient's coming of age.
  review_on date,
  from_at timestamptz not null default now(),
  expires_at timestamptz,
  until_at timestamptz,
  -- The member, or the patient's own hat, who gave it.
  given_by uuid,
  given_by_patient boolean not null default false,
  why text not null default '',
  ended_by uuid,
  ended_why text,
  -- When the proxy was told by mail that it is about to end.
  told_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient on delete restrict,
  check ((until_at is null) = (ended_why is null)),
  check (relation <> 'self' or (scope = 'all' and sees_others_uploads and not ends_at_majority)),
  check ((scope = 'categories') = (categories <> '{}')),
  check ((scope = 'task') = (task is not null)),
  check (not ends_at_majority or expires_at is not null)
);
create unique index portal_access_live on portal_access (practice_id, patient_id, person_id) where until_at is null;
create index portal_access_person on portal_access (person_id);
-- The hat alone stands in the address.
create index portal_access_hat on portal_access (id);

create table appointment (
  practice_id uuid not null,
  id uuid not null default gen_random_uuid(),
  patient_id uuid not null,
  membership_id uuid not null,
  operatory text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  reason text not null,
  status text not null check (status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled', 'cancelled',
    'noshow', 'entered-in-error', 'checked-in', 'waitlist')),
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient on delete restrict,
  foreign key (practice_id, membership_id) references membership on delete restrict,
  check (ends_at > starts_at)
);
create index appointment_day on appointment (practice_id, starts_at, id);
create index appointment_patient on appointment (practice_id, patient_id, starts_at desc);

create table document (
  practice_id uuid not null references practice,
  id uuid not null default gen_random_uuid(),
  patient_id uuid,
  category text check (category in ('radiograph', 'photograph', 'treatment_plan', 'consent', 'referral', 'lab_report',
    'insurance', 'statement', 'letter', 'identification', 'other')),
  title text not null default '' check (length(title) <= 200),
  taken_on date,
  tooth text,
  current_version int not null default 1,
  uploaded_by uuid not null,
  uploaded_by_name text not null,
  uploaded_by_patient boolean not null default false,
  created_at timestamptz not null default now(),
  filed_at timestamptz,
  filed_by uuid,
  reviewed_at timestamptz,
  reviewed_by uuid,
  -- Deleted: out of every list and every sight but that of who may bring it back, until its keys are destroyed.
  deleted_at timestamptz,
  deleted_by uuid,
  deleted_by_name text,
  deleted_why text check (length(deleted_why) between 1 and 500),
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient on delete restrict,
  check ((deleted_at is null) = (deleted_why is null)),
  check (filed_at is null or (patient_id is not null and category is not null and title <> '' and taken_on is not null))
);
create index document_patient on document (practice_id, patient_id, taken_on desc, id desc)
  where filed_at is not null and deleted_at is null;
create index document_to_file on document (practice_id, created_at, id) where filed_at is null and deleted_at is null;

create table document_version (
  practice_id uuid not null,
  document_id uuid not null,
  version int not null,
  state text not null default 'receiving'
    check (state in ('receiving', 'checking', 'held', 'ready', 'rejected', 'expired', 'corrupt', 'shredded')),
  file_name text not null default '',
  content_type text,
  byte_size bigint,
  sha256 bytea,
  width int,
  height int,
  pages int,
  storage_key text not null,
  key_version int not null,
  -- Null once the key is destroyed: what is left in the store and in its copies can then be read by nobody.
  wrapped_dek bytea,
  commitment bytea,
  -- What the sender said before the first byte, and how many bytes (plain) rest durably: where a broken upload goes on.
  declared_size bigint,
  declared_sha256 bytea,
  received_bytes bigint not null default 0,
  -- Who brought this version, and for a correction why the one before it was not right.
  added_by uuid,
  added_by_name text,
  correction text,
  -- What the file says about itself in plain facts (how an X-ray was taken), and whose it says it is. The second is for filing,
  -- and for staff alone.
  details jsonb not null default '{}',
  found jsonb not null default '{}',
  -- Whether pictures have been made of it: see document_rendition.
  rendered text not null default 'waiting' check (rendered in ('waiting', 'done', 'none', 'failed')),
  created_at timestamptz not null default now(),
  ready_at timestamptz,
  failure text,
  primary key (practice_id, document_id, version),
  check ((state = 'shredded') = (wrapped_dek is null)),
  foreign key (practice_id, document_id) references document on delete restrict,
  foreign key (practice_id, key_version) references practice_key (practice_id, version),
  check (state <> 'ready' or
    (content_type is not null and byte_size is not null and sha256 is not null and commitment is not null))
);
create index document_version_receiving on document_version (practice_id, created_at) where state = 'receiving';
create index document_version_waiting on document_version (practice_id, created_at) where state = 'ready' and rendered = 'waiting';

-- Pictures that were made of a version, so that any telephone shows it: a file of its own each, under a key of its own. The row
-- is there before the first byte, as with an upload.
create table document_rendition (
  practice_id uuid not null,
  document_id uuid not null,
  version int not null,
  -- As in the signed link: `thumb-256`, `page-N-1600`.
  variant text not null,
  state text not null default 'making' check (state in ('making', 'ready')),
  content_type text,
  byte_size bigint,
  sha256 bytea,
  width int,
  height int,
  storage_key text not null,
  key_version int not null,
  wrapped_dek bytea not null,
  commitment bytea,
  created_at timestamptz not null default now(),
  ready_at timestamptz,
  primary key (practice_id, document_id, version, variant),
  foreign key (practice_id, document_id, version) references document_version on delete restrict,
  foreign key (practice_id, key_version) references practice_key (practice_id, version),
  check (state <> 'ready' or (content_type is not null and byte_size is not null and sha256 is not null
    and commitment is not null and ready_at is not null))
);
create index document_rendition_making on document_rendition (practice_id, created_at) where state = 'making';

-- A release names the patient it was made to: a document that moves to another chart takes no release along.
create table release (
  practice_id uuid not null,
  id uuid not null default gen_random_uuid(),
  document_id uuid not null,
  patient_id uuid not null,
  note text not null default '' check (length(note) <= 1000),
  from_at timestamptz not null default now(),
  expires_at timestamptz,
  until_at timestamptz,
  released_by uuid,
  released_by_name text not null,
  rule_id uuid,
  -- `all`: the patient and everybody who acts for her within their scope. `named`: those in release_reader and nobody else.
  audience text not null default 'all' check (audience in ('all', 'named')),
  ended_by uuid,
  ended_by_name text,
  ended_why text,
  primary key (practice_id, id),
  foreign key (practice_id, document_id) references document on delete restrict,
  foreign key (practice_id, patient_id) references patient on delete restrict,
  check ((until_at is null) = (ended_why is null)),
  check (expires_at is null or expires_at > from_at)
);
create unique index release_live on release (practice_id, document_id) where until_at is null;
create index release_document on release (practice_id, document_id, from_at desc);

-- To whom a release with a named audience was made. Never changed: another audience is another release.
create table release_reader (
  practice_id uuid not null,
  release_id uuid not null,
  access_id uuid not null,
  primary key (practice_id, release_id, access_id),
  foreign key (practice_id, release_id) references release on delete restrict,
  foreign key (practice_id, access_id) references portal_access on delete restrict
);
create index release_reader_access on release_reader (practice_id, access_id);

create table release_rule (
  practice_id uuid not null references practice,
  id uuid not null default gen_random_uuid(),
  category text not null,
  timing text not null check (timing in ('on_filing', 'after_review', 'never')),
  from_at timestamptz not null default now(),
  until_at timestamptz,
  set_by uuid not null,
  primary key (practice_id, id)
);
create unique index release_rule_live on release_rule (practice_id, category) where until_at is null;

-- Containment: while an interval is open, the function is closed, for links already issued too.
create table switch (
  practice_id uuid not null references practice,
  id uuid not null default gen_random_uuid(),
  function text not null check (function in ('documents', 'portal', 'writes')),
  from_at timestamptz not null default now(),
  until_at timestamptz,
  closed_by uuid not null,
  closed_by_name text not null,
  why text not null check (length(why) between 1 and 500),
  reopened_by uuid,
  reopened_why text,
  primary key (practice_id, id)
);
create unique index switch_live on switch (practice_id, function) where until_at is null;

-- The first redemption of a link stores this; parallel ranges then count as one opening, and a slow phone may go on
-- after the link's 60 seconds while the session and the permission last.
create table lease (
  practice_id uuid not null,
  nonce text not null,
  session_id uuid not null,
  hat_id uuid not null,
  document_id uuid not null,
  version int not null,
  variant text not null,
  opened_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (practice_id, nonce)
);
create index lease_expiry on lease (practice_id, expires_at);
create index lease_leafing on lease (practice_id, session_id, document_id);

create table audit_event (
  practice_id uuid not null,
  -- Milliseconds: what a page's cursor can carry without losing a line. The id, a UUIDv7, orders within one.
  at timestamptz(3) not null default clock_timestamp(),
  id uuid not null default uuidv7(),
  actor_kind text not null check (actor_kind in ('staff', 'patient', 'system')),
  hat_id uuid,
  person_id uuid,
  actor_name text not null,
  actor_roles text[] not null default '{}',
  session_id uuid,
  request_id uuid,
  operation text not null,
  decision text not null check (decision in ('allow', 'deny')),
  reason text not null default '',
  policy_version text not null,
  patient_id uuid,
  document_id uuid,
  subject_id uuid,
  detail jsonb not null default '{}',
  primary key (practice_id, at, id)
);
create index audit_event_patient on audit_event (practice_id, patient_id, at desc, id desc) where patient_id is not null;
create index audit_event_document on audit_event (practice_id, document_id, at desc, id desc)
  where document_id is not null;
create index audit_event_hat on audit_event (practice_id, hat_id, at desc, id desc);

-- A computer of the practice on which staff return or switch in by PIN or passkey.
create table workstation (
  practice_id uuid not null references practice,
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 80),
  token_hash bytea not null,
  enrolled_by uuid not null,
  from_at timestamptz not null default now(),
  last_used_at timestamptz,
  until_at timestamptz,
  ended_by uuid,
  primary key (practice_id, id)
);
create index workstation_token on workstation (token_hash);

create table staff_pin (
  practice_id uuid not null,
  membership_id uuid not null,
  pin_hash text not null,
  tries int not null default 0,
  set_at timestamptz not null default now(),
  primary key (practice_id, membership_id),
  foreign key (practice_id, membership_id) references membership on delete cascade
);

create table invitation (
  practice_id uuid not null references practice,
  id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('staff', 'patient')),
  channel text not null check (channel in ('mail', 'counter')),
  token_hash bytea not null,
  -- The six digits told at the desk or by telephone, never in the mail.
  code_hash bytea,
  code_tries int not null default 0,
  email text not null default '',
  display_name text not null,
  roles text[] not null default '{}',
  patient_id uuid,
  relation text,
  -- What the access will be, for who acts for a patient: see portal_access.
  scope text not null default 'all',
  categories text[] not null default '{}',
  task text,
  sees_others_uploads boolean not null default true,
  by_order boolean not null default false,
  ends_at_majority boolean not null default false,
  access_expires_at timestamptz,
  review_on date,
  evidence_kind text,
  evidence text not null default '',
  why text not null default '',
  by_patient boolean not null default false,
  language text not null default 'en',
  created_by uuid,
  created_by_name text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid,
  revoked_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient on delete cascade,
  check ((kind = 'patient') = (patient_id is not null))
);
create index invitation_token on invitation (token_hash);
create index invitation_open on invitation (practice_id, created_at desc) where used_at is null and revoked_at is null;
