-- Row-level security: practice and patient are both walls. Every policy asks one of the functions below, which look up
-- whether the hat named in the transaction's settings is live *now*, for the person named there, in a session that holds.
-- The settings come from lib/access after the session was checked; a transaction without them sees no row.
-- What this does not cover: SQL injected into the runtime role could set other settings. No SQL is built from text.

create schema access;

-- No search path of its own: its body is parsed here and now, so that none could mislead it, and without one the planner
-- puts it in line wherever it is asked, which is everywhere.
create function access.setting(name text) returns uuid language sql stable parallel safe
  return nullif(current_setting('enamel.' || name, true), '')::uuid;

-- The session is asked a second time, here: what lib/access forgot to refuse (signed out, locked, idle, another's, one
-- factor where staff need two) still meets no row. plpgsql, because idle_minutes comes with a later file.
create function access.session_holds(p_assurance int) returns boolean language plpgsql stable security definer
  set search_path = '' as $$
declare
  v identity.session%rowtype;
begin
  select s.* into v from identity.session s join identity.person p on p.id = s.person_id and p.epoch = s.person_epoch
   where s.id = access.setting('session') and s.person_id = access.setting('person');
  return found and v.ended_at is null and v.locked_at is null and v.expires_at > now() and v.assurance >= p_assurance
    and v.last_act_at > now() - make_interval(mins => identity.idle_minutes(v.person_id, v.assurance))
    and identity.seat_holds(v.workstation_id, v.person_id);
end $$;

create function access.staff_practice() returns uuid language sql stable security definer set search_path = '' as $$
  select m.practice_id from public.membership m
   where m.practice_id = access.setting('practice') and m.id = access.setting('hat')
     and m.person_id = access.setting('person') and m.until_at is null and access.session_holds(2)
     -- A member who holds no role any more sees nothing.
     and exists (select from public.membership_role r
       where r.practice_id = m.practice_id and r.membership_id = m.id and r.until_at is null)
$$;

create function access.staff_has(wanted text[]) returns boolean language sql stable security definer
  set search_path = '' as $$
  select exists (
    select from public.membership m
      join public.membership_role r on r.practice_id = m.practice_id and r.membership_id = m.id and r.until_at is null
     where m.practice_id = access.setting('practice') and m.id = access.setting('hat')
       and m.person_id = access.setting('person') and m.until_at is null and r.role = any (wanted)
       and access.session_holds(2))
$$;

create function access.portal_practice() returns uuid language sql stable security definer set search_path = '' as $$
  select a.practice_id from public.portal_access a
   where a.practice_id = access.setting('practice') and a.id = access.setting('hat')
     and a.person_id = access.setting('person') and a.until_at is null
     and (a.expires_at is null or a.expires_at > now()) and access.session_holds(1)
$$;

-- Whose record the hat opens, in the practice that the settings name: a row's practice is compared with that setting, which
-- this has then found to be the hat's.
create function access.portal_patient() returns uuid language sql stable security definer set search_path = '' as $$
  select a.patient_id from public.portal_access a
   where a.practice_id = access.setting('practice') and a.id = access.setting('hat')
     and a.person_id = access.setting('person') and a.until_at is null
     and (a.expires_at is null or a.expires_at > now()) and access.session_holds(1)
$$;

-- How far the hat reaches in that record: the categories of document it may see, '' standing for what is not sorted yet, and
-- `visits`.
create function access.portal_scope() returns text[] language sql stable security definer set search_path = '' as $$
  select case a.scope
      when 'all' then array['radiograph', 'photograph', 'treatment_plan', 'consent', 'referral', 'lab_report', 'insurance',
        'statement', 'letter', 'identification', 'other', '', 'visits']
      else a.categories end
    from public.portal_access a
   where a.practice_id = access.setting('practice') and a.id = access.setting('hat')
     and a.person_id = access.setting('person') and a.until_at is null
     and (a.expires_at is null or a.expires_at > now())
$$;

-- Whether it reaches the whole record, and whether it is kept apart from what others send.
create function access.portal_all() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.portal_access a
   where a.practice_id = access.setting('practice') and a.id = access.setting('hat')
     and a.person_id = access.setting('person') and a.until_at is null and a.scope = 'all')
$$;

create function access.portal_apart() returns boolean language sql stable security definer set search_path = '' as $$
  select not exists (select from public.portal_access a
   where a.practice_id = access.setting('practice') and a.id = access.setting('hat')
     and a.person_id = access.setting('person') and a.until_at is null and a.sees_others_uploads)
$$;

-- The moment at which a patient comes of age: the birthday's first on the practice's own clock.
create function access.comes_of_age(p_practice uuid, p_birth date) returns timestamptz language sql stable
  set search_path = '' as $$
  select ((p_birth + make_interval(years => p.majority_age))::date)::timestamp at time zone p.time_zone
    from public.practice p where p.practice_id = p_practice
$$;

-- Whether the hat is the patient's own, and she of age: who may then say who else sees her record.
create function access.portal_grown() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.portal_access a
      join public.patient p on p.practice_id = a.practice_id and p.id = a.patient_id
   where a.practice_id = access.setting('practice') and a.id = access.setting('hat')
     and a.person_id = access.setting('person') and a.until_at is null and a.relation = 'self'
     and (a.expires_at is null or a.expires_at > now())
     and access.comes_of_age(p.practice_id, p.birth_date) <= now() and access.session_holds(1))
$$;

-- Whether a document lies where the hat may look, asked beside row-level security, since the policies of documents look at
-- releases themselves. What another sent stays away from who is kept apart, unless a person released it to that one by name.
create function access.portal_covers(p_document uuid, p_audience text) returns boolean language sql stable security definer
  set search_path = '' as $$
  select exists (select from public.document d
   where d.practice_id = access.setting('practice') and d.id = p_document and d.patient_id = access.portal_patient()
     and coalesce(d.category, '') = any (access.portal_scope())
     and (not d.uploaded_by_patient or d.uploaded_by = access.setting('hat') or not access.portal_apart() or p_audience = 'named'))
$$;

-- A job serves exactly one practice per transaction.
create function access.job_practice() returns uuid language sql stable parallel safe
  return access.setting('practice');

-- Intervals close once, and what is closed stays as it was.
create function access.close_once() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.until_at is not null then
    raise exception 'a closed interval does not change' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

do $$
declare
  t text;
begin
  foreach t in array array['membership', 'membership_role', 'portal_access', 'release', 'release_rule', 'switch',
                           'patient_alert', 'patient_contact', 'workstation'] loop
    execute format('create trigger close_once before update on public.%I for each row execute function access.close_once()', t);
  end loop;

  -- Forced row-level security, and the one thing that is true of every table: a staff hat sees its practice.
  foreach t in array array['practice', 'practice_key', 'membership', 'membership_role', 'patient', 'patient_key',
    'patient_contact', 'patient_alert', 'portal_access', 'appointment', 'document', 'document_version',
    'document_rendition', 'release', 'release_reader', 'release_rule', 'switch', 'lease', 'audit_event', 'workstation', 'staff_pin', 'invitation'] loop
    execute format('alter table public.%I enable row level security, force row level security', t);
    execute format('create policy staff_practice on public.%I to enamel_staff_read, enamel_staff_write
      using (practice_id = (select access.staff_practice()))
      with check (practice_id = (select access.staff_practice()))', t);
  end loop;

  -- The definer functions of this file and of 0004 look into these and no others.
  foreach t in array array['practice', 'practice_key', 'membership', 'membership_role', 'portal_access', 'switch', 'lease',
    'audit_event', 'workstation', 'staff_pin', 'invitation', 'patient', 'document'] loop
    execute format('create policy definer on public.%I to enamel_definer using (true) with check (true)', t);
  end loop;
end $$;

grant usage on schema public, access, identity, platform to enamel_definer;
grant usage on schema access to enamel_staff_read, enamel_staff_write, enamel_patient_read, enamel_patient_write,
  enamel_job;
grant usage on schema public to enamel_staff_read, enamel_staff_write, enamel_patient_read, enamel_patient_write,
  enamel_job;
grant select on public.practice, public.practice_key, public.membership, public.membership_role, public.portal_access,
  public.switch, public.workstation, public.staff_pin, public.invitation, public.patient to enamel_definer;
grant select (practice_id, id, patient_id, category, uploaded_by, uploaded_by_patient) on public.document to enamel_definer;
grant select, insert, update, delete on all tables in schema identity, platform to enamel_definer;
grant select, insert, update on public.lease to enamel_definer;
grant insert on public.audit_event to enamel_definer;
grant insert on public.membership, public.membership_role, public.portal_access to enamel_definer;
grant update (until_at, ended_by, ended_why) on public.membership, public.membership_role to enamel_definer;
grant update on public.portal_access to enamel_definer;
grant update (code_tries, used_at, used_by) on public.invitation to enamel_definer;
grant insert, update, delete on public.staff_pin to enamel_definer;
grant update (last_used_at) on public.workstation to enamel_definer;

-- ── Staff ──────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Reading: every column but secrets' hashes.
grant select on public.practice, public.practice_key, public.membership, public.membership_role, public.patient,
  public.patient_key, public.patient_contact, public.patient_alert, public.portal_access, public.appointment,
  public.document, public.document_version, public.document_rendition, public.release, public.release_reader, public.release_rule, public.switch, public.audit_event
  to enamel_staff_read, enamel_staff_write;
grant select (practice_id, id, name, enrolled_by, from_at, last_used_at, until_at, ended_by) on public.workstation
  to enamel_staff_read, enamel_staff_write;
grant select (practice_id, membership_id, set_at) on public.staff_pin to enamel_staff_read, enamel_staff_write;
grant select (practice_id, id, kind, channel, email, display_name, roles, patient_id, relation, language, created_by,
  created_by_name, created_at, expires_at, used_at, used_by, revoked_at, code_tries, scope, categories, task, sees_others_uploads, by_order,
  ends_at_majority, access_expires_at, review_on, evidence_kind, evidence, why, by_patient) on public.invitation
  to enamel_staff_read, enamel_staff_write;

-- Writing: the columns that a command sets. Who may is said by the policies of lib; the database adds what must never
-- depend on them: only owners touch members, roles, workstations and settings.
grant insert (practice_id, id, chart_number, given_name, family_name, preferred_name, birth_date, email, phone, address,
  language, staff_note, sort_key, created_by) on public.patient to enamel_staff_write;
grant update (given_name, family_name, preferred_name, birth_date, email, phone, address, language, staff_note, sort_key,
  version, updated_at, archived_at, archived_by, archived_why) on public.patient to enamel_staff_write;
grant insert, delete on public.patient_key to enamel_staff_write;
grant insert on public.patient_contact, public.patient_alert to enamel_staff_write;
grant update (until_at) on public.patient_contact to enamel_staff_write;
grant update (until_at, ended_by) on public.patient_alert to enamel_staff_write;
grant insert (practice_id, id, patient_id, category, title, taken_on, tooth, uploaded_by, uploaded_by_name) on public.document
  to enamel_staff_write;
grant update (patient_id, category, title, taken_on, tooth, filed_at, filed_by, reviewed_at, reviewed_by)
  on public.document to enamel_staff_write;
grant insert (practice_id, document_id, version, file_name, storage_key, key_version, wrapped_dek)
  on public.document_version to enamel_staff_write;
grant update (state, content_type, byte_size, sha256, width, height, pages, commitment, ready_at, failure)
  on public.document_version to enamel_staff_write;
grant insert (practice_id, id, document_id, patient_id, note, expires_at, released_by, released_by_name, rule_id)
  on public.release to enamel_staff_write;
grant update (until_at, ended_by, ended_by_name, ended_why) on public.release to enamel_staff_write;
grant insert (practice_id, id, function, closed_by, closed_by_name, why) on public.switch to enamel_staff_write;
grant update (until_at, reopened_by, reopened_why) on public.switch to enamel_staff_write;
grant insert (practice_id, id, kind, channel, token_hash, code_hash, email, display_name, roles, patient_id, relation,
  language, created_by, created_by_name, expires_at, scope, categories, task, sees_others_uploads, by_order, ends_at_majority,
  access_expires_at, review_on, evidence_kind, evidence, why) on public.invitation to enamel_staff_write;
grant update (revoked_at) on public.invitation to enamel_staff_write;
grant update (until_at, ended_by, ended_why, scope, categories, task, sees_others_uploads, by_order, ends_at_majority, expires_at,
  review_on, why, evidence_kind, evidence) on public.portal_access to enamel_staff_write;
-- Owners only (the restrictive policies below say so).
grant update (name, time_zone, phone, email, address, idle_minutes, majority_age) on public.practice to enamel_staff_write;
grant insert (practice_id, id, membership_id, role, given_by) on public.membership_role to enamel_staff_write;
grant update (until_at, ended_by, ended_why) on public.membership, public.membership_role to enamel_staff_write;
grant insert (practice_id, id, name, token_hash, enrolled_by), update (until_at, ended_by) on public.workstation
  to enamel_staff_write;
grant insert (practice_id, id, category, timing, set_by), update (until_at) on public.release_rule to enamel_staff_write;

create policy owner_updates on public.practice as restrictive for update to enamel_staff_write
  using ((select access.staff_has('{owner}')));
create policy owner_adds on public.membership_role as restrictive for insert to enamel_staff_write
  with check ((select access.staff_has('{owner}')));
create policy owner_ends on public.membership_role as restrictive for update to enamel_staff_write
  using ((select access.staff_has('{owner}')));
create policy owner_ends on public.membership as restrictive for update to enamel_staff_write
  using ((select access.staff_has('{owner}')));
create policy owner_adds on public.workstation as restrictive for insert to enamel_staff_write
  with check ((select access.staff_has('{owner}')));
create policy owner_ends on public.workstation as restrictive for update to enamel_staff_write
  using ((select access.staff_has('{owner}')));
create policy owner_adds on public.release_rule as restrictive for insert to enamel_staff_write
  with check ((select access.staff_has('{owner}')));
create policy owner_ends on public.release_rule as restrictive for update to enamel_staff_write
  using ((select access.staff_has('{owner}')));
create policy owner_invites_staff on public.invitation as restrictive for insert to enamel_staff_write
  with check (kind = 'patient' or (select access.staff_has('{owner}')));
create policy answering_changes on public.portal_access as restrictive for update to enamel_staff_write
  using ((select access.staff_has('{owner,privacy_officer,front_desk}')));
create policy entitled_releases on public.release as restrictive for insert to enamel_staff_write
  with check (rule_id is not null or (select access.staff_has('{owner,privacy_officer,dentist,hygienist,front_desk}')));
create policy responsible_switches on public.switch as restrictive for update to enamel_staff_write
  using ((select access.staff_has('{owner,privacy_officer}')));

-- ── Patients ───────────────────────────────────────────────────────────────────────────────────────────────────────
grant select (practice_id, name, time_zone, phone, email, address, majority_age) on public.practice
  to enamel_patient_read, enamel_patient_write;
create policy portal on public.practice for select to enamel_patient_read, enamel_patient_write
  using (practice_id = (select access.portal_practice()));

grant select (practice_id, id, given_name, family_name, preferred_name, birth_date, email, phone, address, language,
  version) on public.patient to enamel_patient_read, enamel_patient_write;
create policy portal on public.patient for select to enamel_patient_read, enamel_patient_write
  using (practice_id = access.setting('practice') and id = (select access.portal_patient()));

-- Who else may see her record is the patient's to know, once she is of age; who acts for her sees only itself.
grant select (practice_id, id, patient_id, person_id, relation, display_name, from_at, expires_at, until_at, scope, categories, task,
  task_done_at, sees_others_uploads, by_order, ends_at_majority, given_by_patient)
  on public.portal_access to enamel_patient_read, enamel_patient_write;
create policy portal on public.portal_access for select to enamel_patient_read, enamel_patient_write
  using (practice_id = access.setting('practice') and patient_id = (select access.portal_patient())
    and (id = access.setting('hat') or (select access.portal_grown())));

grant select (practice_id, id, patient_id, operatory, starts_at, ends_at, reason, status)
  on public.appointment to enamel_patient_read, enamel_patient_write;
create policy portal on public.appointment for select to enamel_patient_read, enamel_patient_write
  using (practice_id = access.setting('practice') and patient_id = (select access.portal_patient())
    and status <> 'entered-in-error' and 'visits' = any ((select access.portal_scope())::text[]));

grant select (practice_id, id, document_id, patient_id, note, from_at, expires_at, until_at, released_by_name, rule_id, audience,
  ended_by_name) on public.release to enamel_patient_read, enamel_patient_write;
create policy portal on public.release for select to enamel_patient_read, enamel_patient_write
  using (practice_id = access.setting('practice') and patient_id = (select access.portal_patient())
    and until_at is null and (expires_at is null or expires_at > now())
    and (audience = 'all' or exists (select from public.release_reader e
      where e.practice_id = release.practice_id and e.release_id = release.id and e.access_id = access.setting('hat')))
    and (((select access.portal_all()) and not (select access.portal_apart())) or access.portal_covers(document_id, audience)));

grant select on public.release_reader to enamel_patient_read, enamel_patient_write;
create policy portal on public.release_reader for select to enamel_patient_read, enamel_patient_write
  using (practice_id = (select access.portal_practice()) and access_id = access.setting('hat'));

-- Whether a document was released to this hat by name. Under the caller's own rows: it sees nothing that its caller could not.
create function access.released_by_name(p_document uuid) returns boolean language sql stable set search_path = '' as $$
  select exists (select from public.release r
      join public.release_reader e on e.practice_id = r.practice_id and e.release_id = r.id and e.access_id = access.setting('hat')
   where r.practice_id = access.setting('practice') and r.document_id = p_document and r.audience = 'named'
     and r.until_at is null and (r.expires_at is null or r.expires_at > now()))
$$;

-- A patient's documents: filed, released to this hat by a release that is open, or sent from the portal. What a hat sent itself
-- is always its own to see; all else lies within its scope.
grant select (practice_id, id, patient_id, category, title, taken_on, tooth, current_version, uploaded_by, uploaded_by_name,
  uploaded_by_patient, created_at, filed_at, deleted_at) on public.document to enamel_patient_read, enamel_patient_write;
create policy portal on public.document for select to enamel_patient_read, enamel_patient_write
  using (practice_id = access.setting('practice') and patient_id = (select access.portal_patient())
    and (uploaded_by_patient or (filed_at is not null and exists (
      select from public.release r
       where r.practice_id = document.practice_id and r.document_id = document.id
         and r.patient_id = document.patient_id and r.until_at is null
         and (r.expires_at is null or r.expires_at > now())
         and (r.audience = 'all' or exists (select from public.release_reader e
           where e.practice_id = r.practice_id and e.release_id = r.id and e.access_id = access.setting('hat'))))))
    and (coalesce(category, '') = any ((select access.portal_scope())::text[])
      or (uploaded_by_patient and uploaded_by = access.setting('hat')))
    -- Who is kept apart sees nothing that another sent, unless a person released it to that one by name.
    and (not uploaded_by_patient or uploaded_by = access.setting('hat') or not (select access.portal_apart())
      or access.released_by_name(id))
    and deleted_at is null);

grant select (practice_id, document_id, version, state, file_name, content_type, byte_size, sha256, width, height, pages,
  storage_key, key_version, wrapped_dek, commitment, ready_at, details, rendered)
  on public.document_version to enamel_patient_read, enamel_patient_write;
create policy portal on public.document_version for select to enamel_patient_read, enamel_patient_write
  using (practice_id = (select access.portal_practice()) and state in ('ready', 'corrupt') and exists (
    select from public.document d
     where d.practice_id = document_version.practice_id and d.id = document_version.document_id
       -- What was replaced may have been somebody else's page.
       and d.current_version = document_version.version)
    -- Containment holds here too, for a switch thrown after round trip one.
    and not exists (select from public.switch w
     where w.practice_id = (select access.portal_practice()) and w.until_at is null and w.function in ('documents', 'portal')));

-- A picture is in sight where its version is.
grant select on public.document_rendition to enamel_patient_read, enamel_patient_write;
create policy portal on public.document_rendition for select to enamel_patient_read, enamel_patient_write
  using (practice_id = (select access.portal_practice()) and state = 'ready' and exists (
    select from public.document_version v
     where v.practice_id = document_rendition.practice_id and v.document_id = document_rendition.document_id
       and v.version = document_rendition.version));

grant select (practice_id, version, root_kid, wrapped, state) on public.practice_key
  to enamel_patient_read, enamel_patient_write;
create policy portal on public.practice_key for select to enamel_patient_read, enamel_patient_write
  using (practice_id = (select access.portal_practice()));

grant select (practice_id, id, function, from_at, until_at) on public.switch
  to enamel_patient_read, enamel_patient_write;
create policy portal on public.switch for select to enamel_patient_read, enamel_patient_write
  using (practice_id = (select access.portal_practice()));

-- Who opened her record, by name. Not the session, not the request, not the detail.
grant select (practice_id, at, id, actor_kind, hat_id, actor_name, actor_roles, operation, decision, patient_id, document_id)
  on public.audit_event to enamel_patient_read, enamel_patient_write;
-- Who does not see the whole record sees of this what it did itself, and what happened to the documents in its sight; who is
-- kept apart, nothing of what others did in the portal.
create policy portal on public.audit_event for select to enamel_patient_read, enamel_patient_write
  using (practice_id = access.setting('practice') and patient_id = (select access.portal_patient())
    and (hat_id = access.setting('hat')
      or ((actor_kind <> 'patient' or not (select access.portal_apart()))
        and (((select access.portal_all()) and (document_id is null or not (select access.portal_apart())))
          or exists (select from public.document d
            where d.practice_id = audit_event.practice_id and d.id = audit_event.document_id)))));

-- ── Jobs: the janitor of uploads and leases ────────────────────────────────────────────────────────────────────────
create policy job on public.document_version to enamel_job
  using (practice_id = (select access.job_practice())) with check (practice_id = (select access.job_practice()));
-- A job that looks through a file or makes pictures of it opens it with its key: lib/jobs/stored.ts, and nothing else does.
grant select (practice_id, document_id, version, state, storage_key, created_at, content_type, byte_size, sha256, declared_size,
  declared_sha256, received_bytes, file_name, key_version, wrapped_dek, commitment, rendered, pages, width, height),
  update (state, failure, rendered, pages, width, height, details, found) on public.document_version to enamel_job;
create policy job on public.document_rendition to enamel_job
  using (practice_id = (select access.job_practice())) with check (practice_id = (select access.job_practice()));
grant select, insert, delete, update (state, content_type, byte_size, sha256, width, height, commitment, ready_at)
  on public.document_rendition to enamel_job;
create policy job on public.practice_key for select to enamel_job using (practice_id = (select access.job_practice()));
grant select on public.practice_key to enamel_job;
create policy job on public.lease to enamel_job using (practice_id = (select access.job_practice()));
grant select (practice_id, nonce, expires_at), delete on public.lease to enamel_job;

-- ── The audit: one function, and no other way to write it ──────────────────────────────────────────────────────────
create schema audit;
grant usage on schema audit to enamel_definer, enamel_staff_read, enamel_staff_write, enamel_patient_read,
  enamel_patient_write, enamel_job;

-- Who acted is taken from the transaction's settings and looked up here; a caller cannot name another actor, practice
-- or session. The name is stored as it was at the time.
create function audit.record(
  p_operation text, p_decision text, p_reason text, p_policy_version text,
  p_patient uuid, p_document uuid, p_subject uuid, p_detail jsonb
) returns void language plpgsql volatile security definer set search_path = '' as $$
declare
  v_practice uuid := access.setting('practice');
  v_hat uuid := access.setting('hat');
  v_kind text;
  v_name text;
  v_roles text[] := '{}';
begin
  select 'staff', m.display_name into v_kind, v_name from public.membership m
   where m.practice_id = v_practice and m.id = v_hat and m.person_id = access.setting('person');
  if found then
    select coalesce(array_agg(r.role order by r.role), '{}') into v_roles from public.membership_role r
     where r.practice_id = v_practice and r.membership_id = v_hat and r.until_at is null;
  else
    select 'patient', a.display_name, array[a.relation] into v_kind, v_name, v_roles from public.portal_access a
     where a.practice_id = v_practice and a.id = v_hat and a.person_id = access.setting('person');
    if not found then
      -- Somebody outside (0020), by the name that the sharer gave; found by share and session, and by nothing that a request says.
      select 'guest', s.recipient_name, array['guest_of_' || s.made_as] into v_kind, v_name, v_roles from public.guest_session g
        join public.share s on s.practice_id = g.practice_id and s.id = g.share_id
       where g.practice_id = v_practice and g.share_id = v_hat and g.id = access.setting('session') and access.setting('person') is null;
    end if;
    if not found then
      -- A folder program (0031), by the name of its credential.
      select 'folder', f.name || ' at ' || w.name, array['folder_program'] into v_kind, v_name, v_roles from public.folder_program f
        join public.workstation w on w.practice_id = f.practice_id and w.id = f.workstation_id
       where f.practice_id = v_practice and f.id = v_hat and f.id = access.setting('session') and access.setting('person') is null;
    end if;
    if not found then
      if v_hat is not null or v_practice is null then
        raise exception 'no actor for the record' using errcode = 'insufficient_privilege';
      end if;
      v_kind := 'system'; v_name := 'Enamel'; v_roles := '{}';
    end if;
  end if;
  insert into public.audit_event (practice_id, actor_kind, hat_id, person_id, actor_name, actor_roles, session_id,
      request_id, operation, decision, reason, policy_version, patient_id, document_id, subject_id, detail)
  values (v_practice, v_kind, v_hat, access.setting('person'), v_name, v_roles, access.setting('session'),
      access.setting('request'), p_operation, p_decision, p_reason, p_policy_version, p_patient, p_document, p_subject,
      coalesce(p_detail, '{}'));
end $$;

-- ── The lease of a signed link ─────────────────────────────────────────────────────────────────────────────────────
-- True on the first redemption of a nonce; false while its lease lives for the same session, hat and document; an
-- exception when somebody else's. It slides, and never past the session's own end.
create function access.take_lease(
  p_nonce text, p_document uuid, p_version int, p_variant text, p_minutes int
) returns boolean language plpgsql volatile security definer set search_path = '' as $$
declare
  v_session uuid := access.setting('session');
  v_until timestamptz;
  v_row public.lease%rowtype;
begin
  select least(now() + make_interval(mins => p_minutes), s.expires_at) into v_until from identity.session s
   where s.id = v_session and s.ended_at is null and s.locked_at is null and s.expires_at > now();
  if v_until is null then
    raise exception 'the session is over' using errcode = 'insufficient_privilege';
  end if;
  insert into public.lease (practice_id, nonce, session_id, hat_id, document_id, version, variant, expires_at)
  values (access.setting('practice'), p_nonce, v_session, access.setting('hat'), p_document, p_version, p_variant, v_until)
  on conflict (practice_id, nonce) do nothing;
  if found then
    return true;
  end if;
  select * into v_row from public.lease where practice_id = access.setting('practice') and nonce = p_nonce for update;
  if v_row.session_id <> v_session or v_row.hat_id <> access.setting('hat') or v_row.document_id <> p_document
     or v_row.version <> p_version or v_row.variant <> p_variant or v_row.expires_at <= now() then
    raise exception 'the link is over' using errcode = 'insufficient_privilege';
  end if;
  update public.lease set expires_at = v_until where practice_id = v_row.practice_id and nonce = v_row.nonce;
  return false;
end $$;

-- Whether this session and hat have an opening of this version's pictures under way: whoever leafs through sixty pages opens the
-- document once. A lease is there only if its own opening was recorded, or that of the lease which it found here.
create function access.leafing(p_nonce text, p_document uuid, p_version int)
  returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.lease l
   where l.practice_id = access.setting('practice') and l.session_id = access.setting('session')
     and l.hat_id = access.setting('hat') and l.document_id = p_document and l.version = p_version
     and l.variant <> 'orig' and l.nonce <> p_nonce and l.expires_at > now())
$$;

create function access.lease_alive(p_nonce text, p_document uuid, p_version int, p_variant text)
  returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.lease l
   where l.practice_id = access.setting('practice') and l.nonce = p_nonce and l.session_id = access.setting('session')
     and l.hat_id = access.setting('hat') and l.document_id = p_document and l.version = p_version
     and l.variant = p_variant and l.expires_at > now())
$$;
