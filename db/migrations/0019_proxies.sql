-- Who acts for a patient: how far, how long and on what ground, with every change kept; what ends by itself; and what the
-- patient herself may say about it.

-- Every state that an access was ever in. Written by the database, whoever changes the access and by whatever way, and never
-- changed: what somebody could see on a day can be said afterwards. That it ended, and why, stands in the access itself.
create table portal_access_term (
  practice_id uuid not null,
  id uuid not null default uuidv7(),
  access_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  scope text not null,
  categories text[] not null,
  task text,
  sees_others_uploads boolean not null,
  by_order boolean not null,
  ends_at_majority boolean not null,
  expires_at timestamptz,
  review_on date,
  -- The hat that changed it, a member's or the patient's, and its name at the time.
  by_hat uuid,
  by_name text not null,
  why text not null,
  evidence_kind text,
  evidence text not null,
  primary key (practice_id, id),
  foreign key (practice_id, access_id) references portal_access on delete cascade
);
create index portal_access_term_access on portal_access_term (practice_id, access_id, id desc);
create index portal_access_ending on portal_access (practice_id, expires_at) where until_at is null;

alter table portal_access_term enable row level security, force row level security;
create policy staff_practice on portal_access_term to enamel_staff_read, enamel_staff_write
  using (practice_id = (select access.staff_practice())) with check (practice_id = (select access.staff_practice()));
create policy definer on portal_access_term to enamel_definer using (true) with check (true);
grant select on portal_access_term to enamel_staff_read, enamel_staff_write;
grant insert on portal_access_term to enamel_definer;

create function access.keep_term() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  -- Who accepts an invitation wears no hat yet: then it is the one who gave it.
  v_by uuid := case tg_op when 'INSERT' then new.given_by else coalesce(access.setting('hat'), new.given_by) end;
begin
  insert into public.portal_access_term (practice_id, access_id, scope, categories, task, sees_others_uploads, by_order,
      ends_at_majority, expires_at, review_on, by_hat, by_name, why, evidence_kind, evidence)
  values (new.practice_id, new.id, new.scope, new.categories, new.task, new.sees_others_uploads, new.by_order,
      new.ends_at_majority, new.expires_at, new.review_on, v_by, coalesce(
        (select m.display_name from public.membership m where m.practice_id = new.practice_id and m.id = v_by),
        (select a.display_name from public.portal_access a where a.practice_id = new.practice_id and a.id = v_by), 'Enamel'),
      new.why, new.evidence_kind, new.evidence);
  return null;
end $$;
create trigger keep_term after insert on portal_access for each row execute function access.keep_term();
create trigger keep_changed_term after update of scope, categories, task, sees_others_uploads, by_order, ends_at_majority,
  expires_at, review_on, evidence_kind, evidence on portal_access for each row
  when ((old.scope, old.categories, old.task, old.sees_others_uploads, old.by_order, old.ends_at_majority, old.expires_at,
         old.review_on, old.evidence_kind, old.evidence)
    is distinct from (new.scope, new.categories, new.task, new.sees_others_uploads, new.by_order, new.ends_at_majority,
         new.expires_at, new.review_on, new.evidence_kind, new.evidence))
  execute function access.keep_term();

-- Another end is another letter.
create function access.tell_again() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.expires_at is distinct from old.expires_at then new.told_at := null; end if;
  return new;
end $$;
create trigger tell_again before update of expires_at on portal_access for each row execute function access.tell_again();

-- A birth date that is corrected, or another age of majority, moves the end of what stands on the patient's being a minor. What
-- has ended by then stays ended: who lost an access is given it anew.
create function access.majority_moved() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.portal_access a set expires_at = access.comes_of_age(p.practice_id, p.birth_date)
    from public.patient p
   where p.practice_id = new.practice_id and (tg_table_name = 'practice' or p.id = (to_jsonb(new) ->> 'id')::uuid)
     and a.practice_id = p.practice_id and a.patient_id = p.id and a.ends_at_majority and a.until_at is null and a.expires_at > now()
     and a.expires_at <> access.comes_of_age(p.practice_id, p.birth_date);
  return null;
end $$;
create trigger majority_moved after update of birth_date on patient for each row
  when (old.birth_date <> new.birth_date) execute function access.majority_moved();
create trigger majority_moved after update of majority_age, time_zone on practice for each row
  when (old.majority_age <> new.majority_age or old.time_zone <> new.time_zone) execute function access.majority_moved();

-- ── The patient herself ────────────────────────────────────────────────────────────────────────────────────────────
-- She invites a carer or helper, never further than she sees herself nor longer than a year. Her role cannot read invitations:
-- they hold secrets' hashes, and others' addresses.
grant insert (practice_id, id, kind, channel, token_hash, code_hash, email, display_name, patient_id, relation, language,
  created_by, created_by_name, expires_at, scope, categories, access_expires_at, by_patient) on public.invitation to enamel_patient_write;
create policy patient_invites on public.invitation for insert to enamel_patient_write
  with check (practice_id = access.setting('practice') and patient_id = (select access.portal_patient())
    and (select access.portal_grown()) and by_patient and created_by = access.setting('hat') and kind = 'patient'
    and relation in ('carer', 'helper') and scope in ('all', 'categories') and code_hash is not null
    and expires_at <= now() + interval '8 days'
    and access_expires_at is not null and access_expires_at <= now() + interval '367 days');

create function access.my_invitations()
  returns table (id uuid, display_name text, relation text, scope text, categories text[], channel text, expires_at timestamptz,
    access_expires_at timestamptz, mine boolean)
  language sql stable security definer set search_path = '' as $$
  select i.id, i.display_name, i.relation, i.scope, i.categories, i.channel, i.expires_at, i.access_expires_at,
         i.by_patient and i.created_by = access.setting('hat')
    from public.invitation i
   where i.practice_id = access.setting('practice') and i.patient_id = access.portal_patient() and access.portal_grown()
     and i.relation <> 'self' and identity.invitation_is_open(i)
   order by i.created_at desc limit 50
$$;

create function access.take_back_my_invitation(p_invitation uuid) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.invitation i set revoked_at = now()
   where i.practice_id = access.setting('practice') and i.id = p_invitation and i.patient_id = access.portal_patient()
     and access.portal_grown() and i.by_patient and i.created_by = access.setting('hat') and i.used_at is null and i.revoked_at is null;
  return found;
end $$;

-- Ends an access: one's own, or any to her record that the practice does not answer for. ended, held, or gone.
create function access.end_from_portal(p_access uuid, p_why text) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  a public.portal_access%rowtype;
  v_own boolean := p_access = access.setting('hat');
begin
  select * into a from public.portal_access x
   where x.practice_id = access.setting('practice') and x.id = p_access and x.patient_id = access.portal_patient()
     and x.relation <> 'self' and x.until_at is null and (x.expires_at is null or x.expires_at > now()) for update;
  if not found or not (v_own or access.portal_grown()) then return 'gone'; end if;
  if a.by_order and not v_own then return 'held'; end if;
  update public.portal_access set until_at = now(), ended_by = access.setting('hat'), ended_why = p_why
   where practice_id = a.practice_id and id = a.id;
  return 'ended';
end $$;

-- Less than before, never more: some of the categories, or an earlier end. narrowed, wider, held, or gone.
create function access.narrow_from_portal(p_access uuid, p_scope text, p_categories text[], p_expires timestamptz, p_why text) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  a public.portal_access%rowtype;
begin
  select * into a from public.portal_access x
   where x.practice_id = access.setting('practice') and x.id = p_access and x.patient_id = access.portal_patient()
     and x.relation <> 'self' and x.until_at is null and (x.expires_at is null or x.expires_at > now()) for update;
  if not found or not access.portal_grown() then return 'gone'; end if;
  if a.by_order then return 'held'; end if;
  if a.scope = 'task' or p_scope not in ('all', 'categories') or (a.scope = 'categories' and not p_categories <@ a.categories)
     or (a.scope = 'categories' and p_scope = 'all') or (p_scope = 'categories' and p_categories = '{}')
     or p_expires is null or p_expires > a.expires_at then
    return 'wider';
  end if;
  update public.portal_access set scope = p_scope, categories = case p_scope when 'all' then '{}' else p_categories end,
      expires_at = p_expires, ends_at_majority = a.ends_at_majority and p_expires = a.expires_at, why = p_why
   where practice_id = a.practice_id and id = a.id;
  return 'narrowed';
end $$;

-- The one thing that a helper was asked for is done. The hat lasts a day more, so that whoever sent a blurred card can see it.
create function access.finish_task() returns boolean language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.portal_access a set task_done_at = now(), expires_at = least(a.expires_at, now() + interval '1 day')
   where a.practice_id = access.setting('practice') and a.id = access.setting('hat') and a.person_id = access.setting('person')
     and a.patient_id = access.portal_patient() and a.scope = 'task' and a.task_done_at is null and a.until_at is null;
  return found;
end $$;

-- The one thing that this hat was asked for, while it is open.
create function access.portal_task() returns text language sql stable security definer set search_path = '' as $$
  select a.task from public.portal_access a
   where a.practice_id = access.setting('practice') and a.id = access.setting('hat') and a.person_id = access.setting('person')
     and a.patient_id = access.portal_patient() and a.scope = 'task' and a.task_done_at is null
$$;
grant execute on function access.my_invitations(), access.portal_task() to enamel_patient_read, enamel_patient_write;
grant execute on function access.take_back_my_invitation(uuid), access.end_from_portal(uuid, text),
  access.narrow_from_portal(uuid, text, text[], timestamptz, text), access.finish_task() to enamel_patient_write;

-- ── What ends by itself ────────────────────────────────────────────────────────────────────────────────────────────
-- Closes what has run out, so that the record says why; it let nobody in any more already. `p_now` is the caller's clock.
create function access.close_run_out(p_now timestamptz) returns table (id uuid, patient_id uuid)
  language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_column
begin
  return query update public.portal_access a set until_at = least(p_now, now()),
      ended_why = case when a.ends_at_majority then 'the patient came of age' when a.task_done_at is not null then 'done' else 'ran out' end
   where a.practice_id = access.job_practice() and a.until_at is null and a.expires_at <= p_now
  returning a.id, a.patient_id;
end $$;

-- Whom to tell that it is about to end: once, and only who has had it for longer than the month before.
create function access.take_ending(p_now timestamptz) returns table (id uuid, email text, language text, expires_at timestamptz)
  language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_column
begin
  return query update public.portal_access a set told_at = p_now from identity.person p
   where a.practice_id = access.job_practice() and a.until_at is null and a.told_at is null and a.relation <> 'self'
     and a.expires_at > p_now and a.expires_at <= p_now + interval '30 days' and a.expires_at - a.from_at > interval '31 days'
     and p.id = a.person_id and p.email is not null
  returning a.id, p.email, p.language, a.expires_at;
end $$;
grant execute on function access.close_run_out(timestamptz), access.take_ending(timestamptz) to enamel_job;
