-- Who comes in, who goes, and how somebody who lost the way gets back. Every link is a token of 256 random bits of which
-- only the hash is kept; every short code is a keyed hash with five tries. A link that is wrong, used, revoked or run
-- out finds no row, so that the four cannot be told apart.

-- ── Members ────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Two owners who demote each other at the same moment would leave a practice to nobody: the lock makes one of them wait,
-- and then the count sees what the other did.
create function access.keep_an_owner() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.until_at is null then return null; end if;
  perform pg_advisory_xact_lock(hashtext('enamel.owner'), hashtext(new.practice_id::text));
  if not exists (
    select from public.membership m
      join public.membership_role r on r.practice_id = m.practice_id and r.membership_id = m.id
     where m.practice_id = new.practice_id and m.until_at is null and r.until_at is null and r.role = 'owner') then
    raise exception 'a practice keeps an owner' using errcode = 'check_violation', constraint = 'keeps_an_owner';
  end if;
  return null;
end $$;
create trigger keep_an_owner after update of until_at on public.membership
  for each row execute function access.keep_an_owner();
create trigger keep_an_owner after update of until_at on public.membership_role
  for each row when (new.role = 'owner') execute function access.keep_an_owner();

grant update (revoked_at) on public.invitation to enamel_definer;

-- Ends a membership and everything that came with it. One function, because an owner who leaves is no owner any more
-- halfway through. False: no such live member of this practice.
create function access.remove_member(p_membership uuid, p_why text) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_practice uuid := access.setting('practice');
  v_by uuid := access.setting('hat');
  v_person uuid;
begin
  if not access.staff_has('{owner}') then
    raise exception 'only an owner removes members' using errcode = 'insufficient_privilege';
  end if;
  select m.person_id into v_person from public.membership m
   where m.practice_id = v_practice and m.id = p_membership and m.until_at is null for update;
  if not found then return false; end if;
  delete from public.staff_pin where practice_id = v_practice and membership_id = p_membership;
  -- What the leaver sent out, to patients too, would let somebody in after the leaver is gone; what waits in the leaver's
  -- own mailbox would let the leaver in again.
  update public.invitation i set revoked_at = now()
   where i.practice_id = v_practice and i.used_at is null and i.revoked_at is null
     and (i.created_by = p_membership or i.email = (select p.email_key from identity.person p where p.id = v_person));
  -- Sessions on the practice's own computers end at once; elsewhere the hat is gone at the next request.
  update identity.session s set ended_at = now(), ended_why = 'member_removed'
   where s.person_id = v_person and s.ended_at is null and s.workstation_id in (
     select w.id from public.workstation w where w.practice_id = v_practice);
  update public.membership_role set until_at = now(), ended_by = v_by, ended_why = p_why
   where practice_id = v_practice and membership_id = p_membership and until_at is null;
  update public.membership set until_at = now(), ended_by = v_by, ended_why = p_why
   where practice_id = v_practice and id = p_membership and until_at is null;
  return true;
end $$;

-- ── The person behind the session of this transaction ──────────────────────────────────────────────────────────────
create function identity.me() returns uuid language sql stable security definer set search_path = '' as $$
  select p.id from identity.session s join identity.person p on p.id = s.person_id
   where s.id = access.setting('session') and s.person_id = access.setting('person') and s.ended_at is null
     and s.locked_at is null and s.expires_at > now() and s.person_epoch = p.epoch
$$;

-- Ends every session and phone of a person, and every link that hangs on them.
create function identity.sign_out_everywhere(p_person uuid, p_why text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  update identity.person set epoch = epoch + 1 where id = p_person;
  update identity.session set ended_at = now(), ended_why = p_why where person_id = p_person and ended_at is null;
  update identity.phone set ended_at = now() where person_id = p_person and ended_at is null;
  delete from identity.known_device where person_id = p_person;
end $$;

-- ── Invitations ────────────────────────────────────────────────────────────────────────────────────────────────────
-- One to work at a practice is worth what its sender may still do: the operator's (no sender), or an owner's of today. One that
-- a patient gave is worth what her own access is; and none outlives the access that it would give.
create function identity.invitation_is_open(i public.invitation) returns boolean language sql stable
  set search_path = '' return i.used_at is null and i.revoked_at is null and i.expires_at > now() and i.code_tries < 5
    and (i.access_expires_at is null or i.access_expires_at > now())
    and (not i.by_patient or exists (
      select from public.portal_access a
       where a.practice_id = i.practice_id and a.id = i.created_by and a.patient_id = i.patient_id and a.relation = 'self'
         and a.until_at is null and (a.expires_at is null or a.expires_at > now())))
    and (i.kind = 'patient' or i.created_by is null or exists (
      select from public.membership m
        join public.membership_role r on r.practice_id = m.practice_id and r.membership_id = m.id
       where m.practice_id = i.practice_id and m.id = i.created_by and m.until_at is null
         and r.role = 'owner' and r.until_at is null));

-- What a link shows before anything is proven. For a patient that is the practice's name and no other.
create function identity.invitation(p_token bytea)
  returns table (kind text, practice_name text, language text, needs_code boolean, email text, roles text[],
    has_account boolean, expires_at timestamptz, time_zone text)
  language sql stable security definer set search_path = '' as $$
  select i.kind, p.name, i.language, i.code_hash is not null,
         case i.kind when 'staff' then i.email else '' end,
         case i.kind when 'staff' then i.roles else '{}' end,
         i.kind = 'staff' and exists (select from identity.person x where x.email_key = i.email),
         i.expires_at, p.time_zone
    from public.invitation i join public.practice p using (practice_id)
   where i.token_hash = p_token and identity.invitation_is_open(i)
$$;

-- One try at the code. The row stays locked until the try is counted, so that parallel tries cannot share one. A right
-- code leaves a pass for half an hour: the token of a cookie, so that the code is typed once.
create function identity.try_invitation_code(p_token bytea, p_code bytea, p_pass bytea, out outcome text, out tries_left int)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  i public.invitation%rowtype;
begin
  select * into i from public.invitation where token_hash = p_token for update;
  if not found or not identity.invitation_is_open(i) or i.code_hash is null then
    outcome := 'gone'; tries_left := 0; return;
  end if;
  if i.code_hash = p_code then
    insert into identity.challenge (token_hash, purpose, data, expires_at)
    values (p_pass, 'join', jsonb_build_object('practice', i.practice_id, 'invitation', i.id), now() + interval '30 minutes');
    outcome := 'right'; tries_left := 5 - i.code_tries; return;
  end if;
  update public.invitation set code_tries = code_tries + 1 where practice_id = i.practice_id and id = i.id;
  outcome := case when i.code_tries = 4 then 'gone' else 'wrong' end;
  tries_left := 4 - i.code_tries;
end $$;

-- The open invitation behind a link, locked; with the pass where a code was asked. Null otherwise.
create function identity.take_invitation(p_token bytea, p_pass bytea) returns public.invitation
  language plpgsql volatile security definer set search_path = '' as $$
declare
  i public.invitation%rowtype;
begin
  select * into i from public.invitation where token_hash = p_token for update;
  if not found or not identity.invitation_is_open(i) then return null; end if;
  if i.code_hash is not null and not exists (
    select from identity.challenge c where c.token_hash = p_pass and c.purpose = 'join' and c.used_at is null
       and c.expires_at > now() and c.data ->> 'invitation' = i.id::text) then
    return null;
  end if;
  return i;
end $$;

-- What is shown once the code was right.
create function identity.invitation_opened(p_token bytea, p_pass bytea)
  returns table (practice_name text, display_name text, relation text, patient_name text, language text, email text)
  language sql stable security definer set search_path = '' as $$
  select p.name, i.display_name, i.relation, t.given_name || ' ' || t.family_name, i.language,
         case i.channel when 'mail' then i.email else '' end
    from public.invitation i join public.practice p using (practice_id)
    join public.patient t on t.practice_id = i.practice_id and t.id = i.patient_id
    join identity.challenge c on c.token_hash = p_pass and c.purpose = 'join' and c.used_at is null
         and c.expires_at > now() and c.data ->> 'invitation' = i.id::text
   where i.token_hash = p_token and identity.invitation_is_open(i)
$$;

create type identity.joined as (
  outcome text, kind text, person_id uuid, practice_id uuid, practice_name text, hat_id uuid, phone_id uuid, email_proven boolean,
  -- Whom to tell that somebody else is the patient from now on.
  replaced_email text, replaced_language text
);

-- Gives the hat that an invitation promises, uses the invitation up, and puts both on the practice's record.
create function identity.give_hat(i public.invitation, r identity.joined, p_name text, p_policy text) returns identity.joined
  language plpgsql volatile security definer set search_path = '' as $$
declare
  p_person uuid := r.person_id;
  v_hat uuid;
  v_role text;
  v_relation text;
  v_expires timestamptz;
begin
  update public.invitation set used_at = now(), used_by = p_person where practice_id = i.practice_id and id = i.id;
  update identity.challenge set used_at = now() where purpose = 'join' and data ->> 'invitation' = i.id::text;
  if i.kind = 'staff' then
    select m.id into v_hat from public.membership m
     where m.practice_id = i.practice_id and m.person_id = p_person and m.until_at is null;
    if not found then
      insert into public.membership (practice_id, person_id, display_name, given_by, why)
      values (i.practice_id, p_person, p_name, i.created_by, 'invitation') returning id into v_hat;
      foreach v_role in array i.roles loop
        insert into public.membership_role (practice_id, membership_id, role, given_by)
        values (i.practice_id, v_hat, v_role, i.created_by);
      end loop;
    end if;
  else
    if i.relation = 'self' then
      -- One person is the patient. Whoever was it before has been replaced at the desk.
      with ended as (
        update public.portal_access set until_at = now(), ended_by = i.created_by, ended_why = 'replaced by a new invitation'
         where practice_id = i.practice_id and patient_id = i.patient_id and relation = 'self' and person_id <> p_person
           and until_at is null returning person_id)
      select x.email, x.language into r.replaced_email, r.replaced_language
        from ended join identity.person x on x.id = ended.person_id where x.email is not null;
    end if;
    -- What stands on the patient's being a minor ends on the birthday as it is written down today.
    v_expires := case when i.ends_at_majority then (select access.comes_of_age(p.practice_id, p.birth_date)
      from public.patient p where p.practice_id = i.practice_id and p.id = i.patient_id) else i.access_expires_at end;
    select a.id, a.relation into v_hat, v_relation from public.portal_access a
     where a.practice_id = i.practice_id and a.patient_id = i.patient_id and a.person_id = p_person and a.until_at is null
       and (a.expires_at is null or a.expires_at > now());
    if found and v_relation = i.relation and i.relation <> 'self' and not i.by_patient then
      -- The same one, invited again by the practice: from now on as the new invitation says.
      update public.portal_access set scope = i.scope, categories = i.categories, task = i.task, task_done_at = null,
          sees_others_uploads = i.sees_others_uploads, by_order = i.by_order, ends_at_majority = i.ends_at_majority,
          expires_at = v_expires, review_on = i.review_on, evidence_kind = i.evidence_kind, evidence = i.evidence, why = i.why,
          given_by = i.created_by, given_by_patient = false
       where practice_id = i.practice_id and id = v_hat;
    elsif v_hat is null or (v_relation not in ('self', i.relation) and i.relation <> 'self' and not i.by_patient) then
      -- An access that ran out, or stood on something else, is closed before another one opens.
      update public.portal_access set until_at = now(),
          ended_why = case when v_hat is null then 'ran out' else 'replaced by a new invitation' end
       where practice_id = i.practice_id and patient_id = i.patient_id and person_id = p_person and until_at is null;
      insert into public.portal_access (practice_id, patient_id, person_id, relation, display_name, given_by, given_by_patient, why,
          scope, categories, task, sees_others_uploads, by_order, ends_at_majority, expires_at, review_on, evidence_kind, evidence)
      values (i.practice_id, i.patient_id, p_person, i.relation, p_name, i.created_by, i.by_patient,
          coalesce(nullif(i.why, ''), 'invitation'), i.scope, i.categories, i.task, i.sees_others_uploads, i.by_order,
          i.ends_at_majority, v_expires, i.review_on, i.evidence_kind, i.evidence)
      returning id into v_hat;
    end if;
  end if;
  insert into public.audit_event (practice_id, actor_kind, hat_id, person_id, actor_name, actor_roles, session_id,
      request_id, operation, decision, policy_version, patient_id, subject_id)
  values (i.practice_id, i.kind, v_hat, p_person, p_name,
      case i.kind when 'staff' then i.roles else array[i.relation] end, access.setting('session'),
      access.setting('request'), 'invitations.accept', 'allow', p_policy, i.patient_id, i.id);
  r.hat_id := v_hat; r.outcome := 'joined';
  select p.name into r.practice_name from public.practice p where p.practice_id = i.practice_id;
  return r;
end $$;

-- Accepting as somebody new. outcome: joined; exists (the address the letter went to has an account: sign in to accept);
-- gone. An address counts as proven only if the letter that was accepted went there.
create function identity.join_as_new(p_token bytea, p_pass bytea, p_email_key text, p_email text, p_name text,
    p_password text, p_phone bytea, p_pin text, p_label text, p_policy text) returns identity.joined
  language plpgsql volatile security definer set search_path = '' as $$
declare
  i public.invitation%rowtype;
  r identity.joined;
begin
  i := identity.take_invitation(p_token, p_pass);
  if i.id is null then r.outcome := 'gone'; return r; end if;
  r.kind := i.kind; r.practice_id := i.practice_id;
  if i.kind = 'staff' then p_email_key := i.email; p_email := i.email; else p_name := i.display_name; end if;
  r.email_proven := p_email_key is not null and i.channel = 'mail' and p_email_key = i.email;
  if r.email_proven and exists (select from identity.person x where x.email_key = p_email_key) then
    r.outcome := 'exists'; return r;
  end if;
  -- A patient who had nothing but a phone, and lost it, is the same person with another phone; but only as long as no
  -- other practice knows her. Else the desk here could put a phone of its own in her place, and read her record there.
  if i.kind = 'patient' and i.relation = 'self' and p_phone is not null then
    select x.id into r.person_id from public.portal_access a join identity.person x on x.id = a.person_id
     where a.practice_id = i.practice_id and a.patient_id = i.patient_id and a.relation = 'self' and a.until_at is null
       and x.email_key is null and x.password_hash is null and not x.credentials_fixed and not x.responder
       and not exists (select from identity.passkey k where k.person_id = x.id)
       and not exists (select from public.portal_access o
                        where o.person_id = x.id and o.practice_id <> i.practice_id and o.until_at is null)
       and not exists (select from public.membership m where m.person_id = x.id);
    if found then perform identity.sign_out_everywhere(r.person_id, 'new_phone'); end if;
  end if;
  if r.person_id is null then
    insert into identity.person (email, email_key, display_name, language, password_hash, password_set_at)
    values (case when r.email_proven then p_email end, case when r.email_proven then p_email_key end, p_name, i.language,
      p_password, case when p_password is not null then now() end)
    returning id into r.person_id;
  end if;
  if p_phone is not null then
    insert into identity.phone (person_id, token_hash, pin_hash, label, expires_at)
    values (r.person_id, p_phone, p_pin, p_label, now() + interval '90 days') returning id into r.phone_id;
  end if;
  return identity.give_hat(i, r, p_name, p_policy);
exception when unique_violation then
  -- The same address, taken between the look and the leap.
  r := null; r.outcome := 'exists'; return r;
end $$;

-- Accepting as the person who is signed in. A staff invitation is for the address it was sent to: its link in other hands
-- joins no other account to a practice. other: signed in as somebody else.
create function identity.join_as_me(p_token bytea, p_pass bytea, p_policy text) returns identity.joined
  language plpgsql volatile security definer set search_path = '' as $$
declare
  i public.invitation%rowtype;
  r identity.joined;
  p identity.person%rowtype;
begin
  select * into p from identity.person where id = identity.me();
  if not found then r.outcome := 'gone'; return r; end if;
  i := identity.take_invitation(p_token, p_pass);
  if i.id is null then r.outcome := 'gone'; return r; end if;
  if i.kind = 'staff' and p.email_key is distinct from i.email then r.outcome := 'other'; return r; end if;
  r.kind := i.kind; r.practice_id := i.practice_id; r.person_id := p.id;
  return identity.give_hat(i, r, p.display_name, p_policy);
end $$;

-- ── Own phones ─────────────────────────────────────────────────────────────────────────────────────────────────────
-- A phone's cookie shows a first name and asks for the PIN; nothing else is told.
create function identity.phone(p_token bytea) returns table (display_name text, language text, tries_left int)
  language sql stable security definer set search_path = '' as $$
  select p.display_name, p.language, 5 - f.pin_tries from identity.phone f join identity.person p on p.id = f.person_id
   where f.token_hash = p_token and f.ended_at is null and f.expires_at > now() and f.pin_tries < 5
$$;

-- Counts a try before it is checked, and gives out what to check it against. The row stays locked until the caller's
-- transaction ends, so that five tries are five. No row: no such phone.
create function identity.try_phone(p_token bytea)
  returns table (phone_id uuid, person_id uuid, pin_hash text, tries_left int, expires_at timestamptz)
  language plpgsql volatile security definer set search_path = '' as $$
begin
  return query update identity.phone f set pin_tries = f.pin_tries + 1
   where f.token_hash = p_token and f.ended_at is null and f.expires_at > now() and f.pin_tries < 5
  returning f.id, f.person_id, f.pin_hash, 5 - f.pin_tries, f.expires_at;
end $$;

-- What came of the try. Right: the count starts anew, and a session of this phone that had locked is open again (true),
-- without a confirmation from before. Not one of two factors: its practice must not open to six digits, which begin a
-- session of their own instead. Wrong for the fifth time: the phone and its sessions end.
create function identity.tried_phone(p_token bytea, p_right boolean, p_session bytea) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
declare
  f identity.phone%rowtype;
begin
  select * into f from identity.phone where token_hash = p_token and ended_at is null for update;
  if not found then return false; end if;
  if not p_right then
    if f.pin_tries >= 5 then
      update identity.phone set ended_at = now() where id = f.id;
      update identity.session set ended_at = now(), ended_why = 'phone_tries' where phone_id = f.id and ended_at is null;
    end if;
    perform identity.record_event(f.person_id, null, access.setting('request'), 'phone.signIn', 'deny',
      case when f.pin_tries >= 5 then 'fifth wrong PIN: phone ended' else 'wrong PIN' end, '{}');
    return false;
  end if;
  update identity.phone set pin_tries = 0, last_used_at = now() where id = f.id;
  perform identity.record_event(f.person_id, null, access.setting('request'), 'phone.signIn', 'allow', '', '{}');
  update identity.session s set locked_at = null, last_act_at = now(), step_up_until = null from identity.person p
   where s.token_hash = p_session and s.phone_id = f.id and s.assurance = 1 and p.id = s.person_id and s.person_epoch = p.epoch
     and s.ended_at is null and s.expires_at > now();
  return found;
end $$;

create function identity.my_phones()
  returns table (id uuid, label text, created_at timestamptz, last_used_at timestamptz, expires_at timestamptz, here boolean)
  language sql stable security definer set search_path = '' as $$
  select f.id, f.label, f.created_at, f.last_used_at, f.expires_at,
         exists (select from identity.session s where s.id = access.setting('session') and s.phone_id = f.id)
    from identity.phone f where f.person_id = identity.me() and f.ended_at is null and f.expires_at > now()
   order by f.created_at desc
$$;

create function identity.add_my_phone(p_token bytea, p_pin text, p_label text) returns uuid
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid;
  v_id uuid;
begin
  begin
    v_me := identity.may_change_factors();
  exception when insufficient_privilege then
    return null;
  end;
  insert into identity.phone (person_id, token_hash, pin_hash, label, expires_at)
  values (v_me, p_token, p_pin, p_label, now() + interval '90 days') returning id into v_id;
  perform identity.record_event(v_me, access.setting('session'), access.setting('request'), 'phone.add', 'allow', '', '{}');
  return v_id;
end $$;

create function identity.end_my_phone(p_phone uuid) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := identity.me();
begin
  update identity.phone set ended_at = now() where id = p_phone and person_id = v_me and ended_at is null;
  if not found then return false; end if;
  update identity.session set ended_at = now(), ended_why = 'phone_ended' where phone_id = p_phone and ended_at is null;
  perform identity.record_event(v_me, access.setting('session'), access.setting('request'), 'phone.end', 'allow', '', '{}');
  return true;
end $$;

-- ── Recovery ───────────────────────────────────────────────────────────────────────────────────────────────────────
-- A patient: somebody of the practice recorded how they made sure who she is, and told her a code.
create table public.recovery_check (
  practice_id uuid not null references public.practice,
  id uuid not null default gen_random_uuid(),
  patient_id uuid not null,
  person_id uuid not null,
  how text not null check (how in ('photo_id', 'known_in_person', 'called_back')),
  note text not null default '' check (length(note) <= 500),
  checked_by uuid not null,
  checked_by_name text not null,
  code_hash bytea not null,
  code_tries int not null default 0,
  at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references public.patient on delete restrict
);
create index recovery_check_patient on public.recovery_check (practice_id, patient_id, at desc);
create index recovery_check_person on public.recovery_check (person_id) where used_at is null;

-- A member of staff: an owner and a second person of each practice where she works.
create table public.member_recovery (
  practice_id uuid not null references public.practice,
  id uuid not null default gen_random_uuid(),
  membership_id uuid not null,
  person_id uuid not null,
  at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '3 days',
  closed_at timestamptz,
  closed_why text,
  primary key (practice_id, id),
  foreign key (practice_id, membership_id) references public.membership on delete restrict,
  check ((closed_at is null) = (closed_why is null))
);
create index member_recovery_member on public.member_recovery (practice_id, membership_id, at desc);
create index member_recovery_person on public.member_recovery (person_id) where closed_at is null;

create table public.member_recovery_approval (
  practice_id uuid not null,
  id uuid not null default gen_random_uuid(),
  recovery_id uuid not null,
  approved_by uuid not null,
  approved_by_person uuid not null,
  approved_by_name text not null,
  approved_as text not null check (approved_as in ('owner', 'privacy_officer')),
  how text not null check (length(how) between 1 and 500),
  at timestamptz not null default now(),
  primary key (practice_id, id),
  -- Two approvals are two persons.
  unique (practice_id, recovery_id, approved_by_person),
  foreign key (practice_id, recovery_id) references public.member_recovery on delete restrict,
  foreign key (practice_id, approved_by) references public.membership on delete restrict
);
create index member_recovery_approval_by on public.member_recovery_approval (practice_id, approved_by);

do $$
declare
  t text;
begin
  foreach t in array array['recovery_check', 'member_recovery', 'member_recovery_approval'] loop
    execute format('alter table public.%I enable row level security, force row level security', t);
    execute format('create policy staff_practice on public.%I to enamel_staff_read, enamel_staff_write
      using (practice_id = (select access.staff_practice()))
      with check (practice_id = (select access.staff_practice()))', t);
    execute format('create policy definer on public.%I to enamel_definer using (true) with check (true)', t);
  end loop;
end $$;
grant select (practice_id, id, patient_id, person_id, how, note, checked_by, checked_by_name, code_tries, at, expires_at,
  used_at) on public.recovery_check to enamel_staff_read, enamel_staff_write;
grant insert (practice_id, id, patient_id, person_id, how, note, checked_by, checked_by_name, code_hash, expires_at)
  on public.recovery_check to enamel_staff_write;
create policy responsible_check on public.recovery_check as restrictive for insert to enamel_staff_write
  with check (checked_by = (select access.setting('hat')) and (select access.staff_has('{owner,privacy_officer,front_desk}')));
grant select on public.member_recovery, public.member_recovery_approval to enamel_staff_read, enamel_staff_write;
grant select, update (code_tries, used_at) on public.recovery_check to enamel_definer;
grant select, insert, update (closed_at, closed_why) on public.member_recovery to enamel_definer;
grant select, insert on public.member_recovery_approval to enamel_definer;

-- Whether an owner and a second person, both still of this practice, have approved.
create function access.recovery_is_approved(p_practice uuid, p_membership uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
  select count(distinct a.approved_by_person) >= 2 and bool_or(a.approved_as = 'owner')
    from public.member_recovery q
    join public.member_recovery_approval a on a.practice_id = q.practice_id and a.recovery_id = q.id
    join public.membership m on m.practice_id = a.practice_id and m.id = a.approved_by and m.until_at is null
   where q.practice_id = p_practice and q.membership_id = p_membership and q.closed_at is null and q.expires_at > now()
$$;

-- One approval, by the hat of this transaction; the first opens the matter. state: waiting (for the second person),
-- elsewhere (another practice where she works must approve too), approved (the link may be mailed), already (the same
-- person again), self, none, fixed. A link alone opens nothing yet: it asks for a new password and then a new factor.
create function access.approve_recovery(p_membership uuid, p_how text, p_link bytea,
    out state text, out email text, out name text, out language text, out recovery_id uuid)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_practice uuid := access.setting('practice');
  v_by public.membership%rowtype;
  v_person identity.person%rowtype;
  q public.member_recovery%rowtype;
begin
  select * into v_by from public.membership m where m.practice_id = v_practice and m.id = access.setting('hat')
     and m.person_id = access.setting('person') and m.until_at is null;
  if not found or not access.staff_has('{owner,privacy_officer}') then
    raise exception 'only an owner or privacy officer approves' using errcode = 'insufficient_privilege';
  end if;
  select p.* into v_person from public.membership m join identity.person p on p.id = m.person_id
   where m.practice_id = v_practice and m.id = p_membership and m.until_at is null for update of m;
  if not found or v_person.email is null then state := 'none'; return; end if;
  if v_person.id = v_by.person_id then state := 'self'; return; end if;
  if v_person.credentials_fixed then state := 'fixed'; return; end if;
  -- Practices that approve for one person at the same moment must see each other's approval.
  perform from identity.person where id = v_person.id for update;
  select * into q from public.member_recovery r where r.practice_id = v_practice and r.membership_id = p_membership
     and r.closed_at is null and r.expires_at > now() order by r.at desc limit 1;
  if not found then
    insert into public.member_recovery (practice_id, membership_id, person_id)
    values (v_practice, p_membership, v_person.id) returning * into q;
  end if;
  recovery_id := q.id;
  insert into public.member_recovery_approval (practice_id, recovery_id, approved_by, approved_by_person,
      approved_by_name, approved_as, how)
  values (v_practice, q.id, v_by.id, v_by.person_id, v_by.display_name,
      case when access.staff_has('{owner}') then 'owner' else 'privacy_officer' end, p_how)
  on conflict do nothing;
  if not found then state := 'already'; return; end if;
  if not access.recovery_is_approved(v_practice, p_membership) then state := 'waiting'; return; end if;
  if exists (select from public.membership m where m.person_id = v_person.id and m.until_at is null
      and not access.recovery_is_approved(m.practice_id, m.id)) then
    state := 'elsewhere'; return;
  end if;
  update public.member_recovery r set closed_at = now(), closed_why = 'approved'
   where r.person_id = v_person.id and r.closed_at is null;
  insert into identity.challenge (token_hash, purpose, person_id, data, expires_at)
  values (p_link, 'recover', v_person.id, '{"kind": "staff"}', now() + interval '1 day');
  state := 'approved'; email := v_person.email; name := v_person.display_name; language := v_person.language;
end $$;

create function identity.is_staff(p_person uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
  select exists (select from public.membership m where m.person_id = p_person and m.until_at is null)
      or exists (select from identity.person p where p.id = p_person and p.responder)
$$;

-- Somebody asks at /recover. kind: patient (the link was made), staff (a letter says whom to ask), none.
create function identity.ask_recovery(p_email_key text, p_link bytea,
    out kind text, out email text, out name text, out language text)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  p identity.person%rowtype;
begin
  select * into p from identity.person x where x.email_key = p_email_key;
  if not found or p.credentials_fixed then kind := 'none'; return; end if;
  email := p.email; name := p.display_name; language := p.language;
  if identity.is_staff(p.id) then
    kind := 'staff';
  else
    kind := 'patient';
    -- The newest letter is the one that counts.
    update identity.challenge set used_at = now() where person_id = p.id and purpose = 'recover' and used_at is null;
    insert into identity.challenge (token_hash, purpose, person_id, data, expires_at)
    values (p_link, 'recover', p.id, '{"kind": "patient"}', now() + interval '1 day');
  end if;
  perform identity.record_event(p.id, null, access.setting('request'), 'recovery.ask', 'allow', '', '{}');
end $$;

-- What a recovery link shows: which kind it is. A link made for a patient is worth nothing once she works somewhere.
create function identity.recovery(p_link bytea) returns table (kind text, language text)
  language sql stable security definer set search_path = '' as $$
  select c.data ->> 'kind', p.language from identity.challenge c join identity.person p on p.id = c.person_id
   where c.token_hash = p_link and c.purpose = 'recover' and c.used_at is null and c.expires_at > now() and c.tries < 5
     and (c.data ->> 'kind' <> 'patient' or not identity.is_staff(c.person_id))
$$;

-- The end of a recovery. The patient's link needs the code that the practice told her; five wrong ones end link and codes.
-- Everything that signed her in before is gone: sessions, phones, factors, passkeys, PINs.
create function identity.recover(p_link bytea, p_code bytea, p_password text, p_policy text,
    out outcome text, out kind text, out person_id uuid, out tries_left int, out email text, out name text, out language text)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  c identity.challenge%rowtype;
  p identity.person%rowtype;
begin
  select * into c from identity.challenge x where x.token_hash = p_link and x.purpose = 'recover' for update;
  if not found or c.used_at is not null or c.expires_at <= now() or c.tries >= 5 then outcome := 'gone'; return; end if;
  select * into p from identity.person x where x.id = c.person_id for update;
  kind := c.data ->> 'kind';
  if p.credentials_fixed or (kind = 'patient' and identity.is_staff(p.id)) then outcome := 'gone'; return; end if;
  if kind = 'patient' then
    update public.recovery_check k set used_at = now()
     where k.person_id = p.id and k.code_hash = p_code and k.used_at is null and k.expires_at > now() and k.code_tries < 5
       and exists (select from public.portal_access a where a.practice_id = k.practice_id and a.patient_id = k.patient_id
             and a.person_id = k.person_id and a.until_at is null);
    if not found then
      update identity.challenge x set tries = x.tries + 1 where x.token_hash = p_link;
      update public.recovery_check k set code_tries = k.code_tries + 1 where k.person_id = p.id and k.used_at is null;
      outcome := case when c.tries = 4 then 'gone' else 'wrong' end; tries_left := 4 - c.tries;
      perform identity.record_event(p.id, null, access.setting('request'), 'recovery.complete', 'deny', 'wrong code', '{}');
      return;
    end if;
  end if;
  update identity.challenge x set used_at = now()
   where x.person_id = p.id and x.purpose in ('recover', 'email_new') and x.used_at is null;
  update identity.person x set password_hash = p_password, password_set_at = now() where x.id = p.id;
  delete from identity.totp x where x.person_id = p.id;
  delete from identity.recovery_code x where x.person_id = p.id;
  delete from identity.passkey x where x.person_id = p.id;
  delete from public.staff_pin x using public.membership m
   where m.person_id = p.id and x.practice_id = m.practice_id and x.membership_id = m.id;
  perform identity.sign_out_everywhere(p.id, 'recovered');
  perform identity.record_event(p.id, null, access.setting('request'), 'recovery.complete', 'allow', kind, '{}');
  -- Each practice concerned finds it in its own record.
  insert into public.audit_event (practice_id, actor_kind, hat_id, person_id, actor_name, actor_roles, request_id,
      operation, decision, policy_version, patient_id)
  select a.practice_id, 'patient', a.id, p.id, a.display_name, array[a.relation], access.setting('request'),
         'recovery.complete', 'allow', p_policy, a.patient_id
    from public.portal_access a where a.person_id = p.id and a.until_at is null
  union all
  select m.practice_id, 'staff', m.id, p.id, m.display_name, '{}', access.setting('request'),
         'recovery.complete', 'allow', p_policy, null
    from public.membership m where m.person_id = p.id and m.until_at is null;
  outcome := 'recovered'; person_id := p.id; email := p.email; name := p.display_name; language := p.language;
end $$;

-- ── A changed e-mail address ───────────────────────────────────────────────────────────────────────────────────────
create function identity.my_email() returns table (email text, pending text, credentials_fixed boolean)
  language sql stable security definer set search_path = '' as $$
  select p.email, (select c.data ->> 'email' from identity.challenge c where c.person_id = p.id and c.purpose = 'email_new'
           and c.used_at is null and c.expires_at > now() order by c.created_at desc limit 1), p.credentials_fixed
    from identity.person p where p.id = identity.me()
$$;

-- Asks for another address; nothing changes yet. taken: an account has it already, which only that mailbox is told.
create function identity.ask_email(p_email text, p_email_key text, p_confirm bytea, p_object bytea,
    out outcome text, out old_email text, out name text, out language text, out taken boolean)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  p identity.person%rowtype;
begin
  select * into p from identity.person x where x.id = identity.me() for update;
  if not found or p.credentials_fixed then outcome := 'fixed'; return; end if;
  begin
    perform identity.may_change_factors();
  exception when insufficient_privilege then
    outcome := 'weak'; return;
  end;
  if p.email_key = p_email_key then outcome := 'same'; return; end if;
  outcome := 'asked'; old_email := p.email; name := p.display_name; language := p.language;
  taken := exists (select from identity.person x where x.email_key = p_email_key);
  update identity.challenge set used_at = now() where person_id = p.id and purpose = 'email_new' and used_at is null;
  insert into identity.challenge (token_hash, purpose, person_id, data, expires_at)
  values (p_confirm, 'email_new', p.id, jsonb_build_object('email', p_email, 'key', p_email_key), now() + interval '1 day');
  if p.email is not null then
    insert into identity.challenge (token_hash, purpose, person_id, data, expires_at)
    values (p_object, 'email_object', p.id,
      jsonb_build_object('old', p.email, 'old_key', p.email_key, 'key', p_email_key), now() + interval '7 days');
  end if;
  perform identity.record_event(p.id, access.setting('session'), access.setting('request'), 'email.ask', 'allow', '', '{}');
end $$;

create function identity.email_link(p_token bytea) returns table (purpose text, email text, language text)
  language sql stable security definer set search_path = '' as $$
  select c.purpose, coalesce(c.data ->> 'email', c.data ->> 'old'), p.language
    from identity.challenge c join identity.person p on p.id = c.person_id
   where c.token_hash = p_token and c.purpose in ('email_new', 'email_object') and c.used_at is null and c.expires_at > now()
$$;

create function identity.confirm_email(p_token bytea,
    out outcome text, out old_email text, out new_email text, out name text, out language text)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  c identity.challenge%rowtype;
  p identity.person%rowtype;
begin
  select * into c from identity.challenge x where x.token_hash = p_token and x.purpose = 'email_new' for update;
  if not found or c.used_at is not null or c.expires_at <= now() then outcome := 'gone'; return; end if;
  select * into p from identity.person x where x.id = c.person_id for update;
  if p.credentials_fixed then outcome := 'gone'; return; end if;
  update identity.challenge set used_at = now() where token_hash = p_token;
  begin
    update identity.person set email = c.data ->> 'email', email_key = c.data ->> 'key' where id = p.id;
  exception when unique_violation then
    outcome := 'gone'; return;
  end;
  -- Links that went to the old address open nothing any more.
  update identity.challenge set used_at = now() where person_id = p.id and purpose = 'recover' and used_at is null;
  perform identity.record_event(p.id, null, access.setting('request'), 'email.confirm', 'allow', '', '{}');
  outcome := 'changed'; old_email := p.email; new_email := c.data ->> 'email'; name := p.display_name; language := p.language;
end $$;

-- The old address objects: what is pending falls, what has taken effect goes back, and every session ends, for the one
-- who asked may be an intruder. It lets nobody in: signing in still needs the password and the factor.
create function identity.object_to_email(p_token bytea,
    out outcome text, out old_email text, out new_email text, out name text, out language text)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  c identity.challenge%rowtype;
  p identity.person%rowtype;
begin
  select * into c from identity.challenge x where x.token_hash = p_token and x.purpose = 'email_object' for update;
  if not found or c.used_at is not null or c.expires_at <= now() then outcome := 'gone'; return; end if;
  select * into p from identity.person x where x.id = c.person_id for update;
  update identity.challenge set used_at = now()
   where person_id = p.id and purpose in ('email_new', 'email_object', 'recover') and used_at is null;
  if p.email_key = c.data ->> 'key' then
    new_email := p.email;
    begin
      update identity.person set email = c.data ->> 'old', email_key = c.data ->> 'old_key' where id = p.id;
    exception when unique_violation then
      -- Somebody else has the old address by now; the new one still must not sign in.
      update identity.person set email = null, email_key = null where id = p.id;
    end;
  end if;
  perform identity.sign_out_everywhere(p.id, 'email_objected');
  perform identity.record_event(p.id, null, access.setting('request'), 'email.object', 'allow', '', '{}');
  outcome := 'undone'; old_email := c.data ->> 'old'; name := p.display_name; language := p.language;
end $$;

-- ── Jobs and mail ──────────────────────────────────────────────────────────────────────────────────────────────────
-- A job carries ids, never content: the queue's tables are the worker's, and outside every practice's wall. The queue is
-- owned by enamel_worker, and so is this one function (see hand-over.sql).
create function platform.enqueue_job(p_task text, p_ids jsonb) returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_task !~ '^[a-z-]{1,40}$' or exists (select from jsonb_each_text(p_ids) as e (k, v)
      where v is null or v !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$') then
    raise exception 'a job carries ids only' using errcode = 'check_violation';
  end if;
  perform graphile_worker.add_job(p_task, p_ids::json);
end $$;
grant execute on function platform.enqueue_job(text, jsonb) to enamel_definer, enamel_identity, enamel_staff_write,
  enamel_patient_write, enamel_job;
grant create on schema platform to enamel_worker;
alter function platform.enqueue_job(text, jsonb) owner to enamel_worker;
revoke create on schema platform from enamel_worker;

create function platform.letter_written() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform platform.enqueue_job('send-mail', jsonb_build_object('letter', new.id));
  return null;
end $$;
create trigger letter_written after insert on platform.outbox for each row execute function platform.letter_written();

-- Takes letters that are due, each for five minutes: a sender that dies meanwhile loses none, and two never share one.
create function platform.claim_mail(p_limit int) returns table (id uuid, kind text, sealed bytea)
  language sql volatile security definer set search_path = '' as $$
  update platform.outbox o set attempts = o.attempts + 1, not_before = now() + interval '5 minutes'
   where o.id in (select q.id from platform.outbox q where q.sent_at is null and q.failed_at is null
       and q.not_before <= now() order by q.not_before limit p_limit for update skip locked)
  returning o.id, o.kind, o.sealed
$$;

-- A sent letter is erased, for it may hold a link; the demo keeps it sealed, as the mailbox it shows.
create function platform.mark_sent(p_id uuid, p_keep boolean) returns void
  language sql volatile security definer set search_path = '' as $$
  update platform.outbox set sent_at = now(), last_error = null, sealed = case when p_keep then sealed end
   where id = p_id and sent_at is null
$$;

-- Tried again after 1, 2, 4 … minutes, at most six hours apart, and given up only when every link in it has run out.
create function platform.mark_failed(p_id uuid, p_fault text) returns void
  language sql volatile security definer set search_path = '' as $$
  update platform.outbox set last_error = left(p_fault, 60),
      not_before = now() + least(interval '6 hours', interval '30 seconds' * 2 ^ least(attempts, 12)),
      failed_at = case when created_at < now() - interval '7 days' then now() end,
      sealed = case when created_at >= now() - interval '7 days' then sealed end
   where id = p_id and sent_at is null
$$;

-- The demo's mailbox. Elsewhere it is empty by construction: what was sent is erased.
create function platform.delivered_mail() returns table (id uuid, kind text, sealed bytea, sent_at timestamptz)
  language sql stable security definer set search_path = '' as $$
  select o.id, o.kind, o.sealed, o.sent_at from platform.outbox o
   where o.sent_at is not null and o.sealed is not null order by o.sent_at desc, o.id desc limit 200
$$;

-- Ids of the practices, for jobs that then serve one per transaction.
create function platform.practice_ids() returns setof uuid language sql stable security definer set search_path = '' as $$
  select practice_id from public.practice order by practice_id
$$;

-- What nobody can use any more: challenges and throttles long past.
create function platform.tidy_identity() returns void language sql volatile security definer set search_path = '' as $$
  delete from identity.challenge where expires_at < now() - interval '30 days';
  delete from identity.throttle where at < now() - interval '2 days';
$$;

-- ── The operator, over the owner's connection ──────────────────────────────────────────────────────────────────────
-- Nobody is granted these: the owner of the database may call them as a member of enamel_definer, and no runtime role is.
grant insert on public.practice, public.practice_key, public.invitation to enamel_definer;

create function platform.create_practice(p_practice uuid, p_name text, p_time_zone text, p_root_kid int, p_key_version int,
    p_wrapped bytea, p_owner_name text, p_owner_email text, p_token bytea) returns timestamptz
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_until timestamptz := now() + interval '7 days';
begin
  insert into public.practice (practice_id, name, time_zone) values (p_practice, p_name, p_time_zone);
  insert into public.practice_key (practice_id, version, root_kid, wrapped)
  values (p_practice, p_key_version, p_root_kid, p_wrapped);
  insert into public.invitation (practice_id, kind, channel, token_hash, email, display_name, roles, created_by_name, expires_at)
  values (p_practice, 'staff', 'mail', p_token, p_owner_email, p_owner_name, '{owner}', 'Enamel', v_until);
  return v_until;
end $$;

-- A person of the operator's choosing, who sets a password and a factor by a one-use link. Null: the address is taken.
create function platform.create_responder(p_name text, p_email text, p_email_key text, p_link bytea) returns uuid
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid;
begin
  insert into identity.person (email, email_key, display_name, responder) values (p_email, p_email_key, p_name, true)
  on conflict (email_key) do nothing returning id into v_person;
  if v_person is null then return null; end if;
  insert into identity.challenge (token_hash, purpose, person_id, data, expires_at)
  values (p_link, 'recover', v_person, '{"kind": "welcome"}', now() + interval '7 days');
  perform identity.record_event(v_person, null, null, 'admin.createResponder', 'allow', '', '{}');
  return v_person;
end $$;

-- For an owner or responder with nobody left who could approve. The operator answers for who it is.
create function platform.restore_person(p_email_key text, p_link bytea) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid;
begin
  select p.id into v_person from identity.person p where p.email_key = p_email_key and not p.credentials_fixed;
  if not found or not identity.is_staff(v_person) then return false; end if;
  insert into identity.challenge (token_hash, purpose, person_id, data, expires_at)
  values (p_link, 'recover', v_person, '{"kind": "staff"}', now() + interval '1 day');
  perform identity.record_event(v_person, null, null, 'admin.restorePerson', 'allow', '', '{}');
  return true;
end $$;

grant execute on function access.remove_member(uuid, text), access.approve_recovery(uuid, text, bytea) to enamel_staff_write;
grant execute on function identity.invitation(bytea), identity.try_invitation_code(bytea, bytea, bytea),
  identity.invitation_opened(bytea, bytea),
  identity.join_as_new(bytea, bytea, text, text, text, text, bytea, text, text, text),
  identity.join_as_me(bytea, bytea, text), identity.phone(bytea), identity.try_phone(bytea),
  identity.tried_phone(bytea, boolean, bytea), identity.my_phones(), identity.add_my_phone(bytea, text, text),
  identity.end_my_phone(uuid), identity.ask_recovery(text, bytea), identity.recovery(bytea),
  identity.recover(bytea, bytea, text, text), identity.my_email(), identity.ask_email(text, text, bytea, bytea),
  identity.email_link(bytea), identity.confirm_email(bytea), identity.object_to_email(bytea),
  platform.delivered_mail() to enamel_identity;
grant execute on function identity.invitation_is_open(public.invitation) to enamel_definer;
grant execute on function platform.claim_mail(int), platform.mark_sent(uuid, boolean), platform.mark_failed(uuid, text),
  platform.practice_ids(), platform.tidy_identity() to enamel_job;
