-- Signing in, second factors, sessions, the lock, and the practice's own computers. Every function is keyed by a token's
-- hash, an e-mail address or a credential's id; the ones without a key speak of the session in the transaction's settings,
-- which lib/access put there after finding it by its token.

-- ── Slowing guesses ────────────────────────────────────────────────────────────────────────────────────────────────
-- Several buckets at once, each of which must hold a token. Looking takes no lock, so that a flood of guesses at one
-- account does not queue up connections behind one row.
create function identity.throttle_wait(p_keys bytea[], p_capacity double precision[], p_per_minute double precision[])
  returns int language sql volatile security definer set search_path = '' as $$
  select coalesce(max(ceil(greatest(0, 1 - least(k.capacity,
           coalesce(t.tokens + greatest(0, extract(epoch from clock_timestamp() - t.at)) / 60 * k.per_minute, k.capacity)))
           / k.per_minute * 60)), 0)::int
    from unnest(p_keys, p_capacity, p_per_minute) as k (key, capacity, per_minute)
    left join identity.throttle t on t.key = k.key
$$;

-- The count, after the work and before the answer: a guess whose bucket is empty by now learns nothing, right or wrong, so
-- guesses made side by side are worth no more than guesses made one after another. 0: answer. Else: seconds to wait.
create function identity.throttle_settle(p_keys bytea[], p_capacity double precision[], p_per_minute double precision[],
    p_failed boolean) returns int language plpgsql volatile security definer set search_path = '' as $$
declare
  k record;
  v_tokens double precision;
  v_wait int := 0;
begin
  -- In one order for everybody, so that two transactions cannot wait for each other.
  for k in select * from unnest(p_keys, p_capacity, p_per_minute) as x (key, capacity, per_minute) order by x.key loop
    insert into identity.throttle as t (key, tokens, at) values (k.key, k.capacity, clock_timestamp())
    on conflict (key) do update
      set tokens = least(k.capacity, t.tokens
            + greatest(0, extract(epoch from clock_timestamp() - t.at)) / 60 * k.per_minute),
          at = greatest(t.at, clock_timestamp())
    returning tokens into v_tokens;
    v_wait := greatest(v_wait, ceil(greatest(0, 1 - v_tokens) / k.per_minute * 60)::int);
  end loop;
  if v_wait = 0 and p_failed then
    update identity.throttle set tokens = tokens - 1 where key = any (p_keys);
  end if;
  return v_wait;
end $$;

-- ── Who is at the door ─────────────────────────────────────────────────────────────────────────────────────────────
create type identity.door as (
  person_id uuid, password_hash text, known_device boolean, needs_factor boolean, totp boolean, passkeys int,
  recovery_codes int
);

create function identity.describe_door(p_person uuid, p_device bytea) returns identity.door
  language sql stable security definer set search_path = '' as $$
  select p.id, p.password_hash,
         exists (select from identity.known_device d where d.token_hash = p_device and d.person_id = p.id),
         p.responder or exists (select from public.membership m where m.person_id = p.id and m.until_at is null),
         exists (select from identity.totp t where t.person_id = p.id and t.confirmed_at is not null),
         (select count(*) from identity.passkey k where k.person_id = p.id)::int,
         (select count(*) from identity.recovery_code c where c.person_id = p.id and c.used_at is null)::int
    from (select 1) as one left join identity.person p on p.id = p_person
$$;

-- One row for every address, with an account or without.
create function identity.at_the_door(p_email_key text, p_device bytea) returns identity.door
  language sql stable security definer set search_path = '' as $$
  select d.* from identity.describe_door((select p.id from identity.person p where p.email_key = p_email_key), p_device) d
$$;

-- Between a right password and a session: five tries at the second factor, ten minutes.
create function identity.start_pending(p_token bytea, p_person uuid) returns void
  language sql volatile security definer set search_path = '' as $$
  insert into identity.challenge (token_hash, purpose, person_id, expires_at)
  values (p_token, 'sign_in', p_person, now() + interval '10 minutes')
$$;

create function identity.pending(p_token bytea) returns setof identity.door
  language sql stable security definer set search_path = '' as $$
  select d.* from identity.challenge c cross join lateral identity.describe_door(c.person_id, null) d
   where c.token_hash = p_token and c.purpose = 'sign_in' and c.used_at is null and c.expires_at > now() and c.tries < 5
$$;

-- Counts a try before it is judged; the row stays locked until then. Null: over.
create function identity.try_pending(p_token bytea) returns uuid
  language sql volatile security definer set search_path = '' as $$
  update identity.challenge set tries = tries + 1
   where token_hash = p_token and purpose = 'sign_in' and used_at is null and expires_at > now() and tries < 5
  returning person_id
$$;

create function identity.end_pending(p_token bytea) returns void
  language sql volatile security definer set search_path = '' as $$
  update identity.challenge set used_at = now() where token_hash = p_token and purpose = 'sign_in'
$$;

-- Whose second factor is being shown: the pending sign-in's, or else that of the session of this transaction (which may
-- be locked: that is what unlocking is for).
create function identity.shown_by(p_pending bytea) returns uuid
  language sql stable security definer set search_path = '' as $$
  select c.person_id from identity.challenge c
   where p_pending is not null and c.token_hash = p_pending and c.purpose = 'sign_in' and c.used_at is null
     and c.expires_at > now()
  union all
  select s.person_id from identity.session s join identity.person p on p.id = s.person_id
   where p_pending is null and s.id = access.setting('session') and s.person_id = access.setting('person')
     and s.ended_at is null and s.expires_at > now() and s.person_epoch = p.epoch
$$;

create function identity.totp_secret(p_pending bytea) returns table (person_id uuid, sealed_secret bytea)
  language sql stable security definer set search_path = '' as $$
  select t.person_id, t.sealed_secret from identity.totp t
   where t.person_id = identity.shown_by(p_pending) and t.confirmed_at is not null
$$;

-- A time step is accepted once, and none before it any more: a code seen over a shoulder is worth nothing.
create function identity.accept_totp(p_pending bytea, p_step bigint) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  update identity.totp set last_step = p_step
   where person_id = identity.shown_by(p_pending) and confirmed_at is not null and last_step < p_step;
  return found;
end $$;

-- How many codes are left after this one; null when it is not one of them.
create function identity.use_recovery_code(p_pending bytea, p_code bytea) returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := identity.shown_by(p_pending);
begin
  update identity.recovery_code set used_at = now() where person_id = v_person and code_hash = p_code and used_at is null;
  if not found then return null; end if;
  return (select count(*) from identity.recovery_code where person_id = v_person and used_at is null);
end $$;

-- ── Passkeys ───────────────────────────────────────────────────────────────────────────────────────────────────────
-- The challenge itself is the token: signed by the authenticator, used once. One for adding belongs to its session.
create function identity.start_passkey(p_challenge bytea, p_adding boolean) returns void
  language sql volatile security definer set search_path = '' as $$
  insert into identity.challenge (token_hash, purpose, person_id, data, expires_at)
  values (p_challenge, case when p_adding then 'passkey_add' else 'passkey_use' end,
    case when p_adding then identity.shown_by(null) end,
    case when p_adding then jsonb_build_object('session', access.setting('session')) else '{}' end, now() + interval '5 minutes')
$$;

create function identity.take_passkey_challenge(p_challenge bytea, p_adding boolean) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  update identity.challenge set used_at = now()
   where token_hash = p_challenge and used_at is null and expires_at > now()
     and purpose = case when p_adding then 'passkey_add' else 'passkey_use' end
     and (not p_adding or (person_id = identity.shown_by(null) and data ->> 'session' = access.setting('session')::text));
  return found;
end $$;

create function identity.passkey(p_credential text)
  returns table (person_id uuid, public_key bytea, counter bigint, transports text[], email text, name text, language text)
  language sql stable security definer set search_path = '' as $$
  select k.person_id, k.public_key, k.counter, k.transports, p.email, p.display_name, p.language
    from identity.passkey k join identity.person p on p.id = k.person_id where k.credential_id = p_credential
$$;

-- False: another sign-in with a later counter came first.
create function identity.used_passkey(p_credential text, p_counter bigint, p_backed_up boolean) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  update identity.passkey set counter = p_counter, backed_up = p_backed_up, last_used_at = now()
   where credential_id = p_credential and (counter < p_counter or (counter = 0 and p_counter = 0));
  return found;
end $$;

-- ── Sessions ───────────────────────────────────────────────────────────────────────────────────────────────────────
-- Every way in ends with a ticket for somebody who has proven who she is: one use, a minute. Redeeming it and opening the
-- session happen in one transaction, and a session takes everything it is from its ticket.
create function identity.issue_ticket(p_ticket bytea, p_person uuid, p_assurance int, p_method text, p_device text,
    p_phone uuid, p_workstation bytea, p_expires timestamptz) returns void
  language sql volatile security definer set search_path = '' as $$
  insert into identity.challenge (token_hash, purpose, person_id, data, expires_at)
  values (p_ticket, 'ticket', p_person, jsonb_build_object('assurance', p_assurance, 'method', p_method, 'device', p_device,
    'phone', p_phone, 'expires', p_expires, 'workstation', (
      -- The computer counts only where the person works.
      select w.id from public.workstation w
        join public.membership m on m.practice_id = w.practice_id and m.person_id = p_person and m.until_at is null
       where w.token_hash = p_workstation and w.until_at is null)), now() + interval '1 minute')
$$;

create function identity.take_ticket(p_ticket bytea) returns uuid
  language sql volatile security definer set search_path = '' as $$
  update identity.challenge set used_at = now()
   where token_hash = p_ticket and purpose = 'ticket' and used_at is null and expires_at > now()
  returning person_id
$$;

-- What becomes of the session that this browser leaves for another.
create function identity.leave_session(p_previous bytea, p_next_person uuid, p_workstation uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  update identity.session s set locked_at = now() where s.token_hash = p_previous and s.ended_at is null
     and s.workstation_id = p_workstation and s.person_id <> p_next_person and s.locked_at is null;
  update identity.session s set ended_at = now(), ended_why = 'replaced' where s.token_hash = p_previous and s.ended_at is null
     and not coalesce(s.workstation_id = p_workstation and s.person_id <> p_next_person, false);
end $$;

-- Whether somebody has nothing but a phone and its PIN: only then do its six digits, which a look over a shoulder gives
-- away, confirm anything (waysToConfirm in lib/sessions/rules.ts).
create function identity.has_only_a_phone(p_person uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
  select p.password_hash is null and not d.totp and d.passkeys = 0
    from identity.person p cross join lateral identity.describe_door(p.id, null) d where p.id = p_person
$$;

-- The session of a ticket that was taken in this very transaction. Staff sessions last twelve hours at most, and so does
-- everybody's outside her own phone. What this browser was signed in to before ends, for a token never changes its person;
-- only at a practice's computer a colleague's locks instead, and waits for her to come back.
create function identity.open_session(p_ticket bytea, p_token bytea, p_previous bytea,
    out session_id uuid, out expires_at timestamptz)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  c identity.challenge%rowtype;
  v_phone uuid;
  v_session uuid := gen_random_uuid();
  v_until timestamptz := now() + interval '12 hours';
begin
  select * into c from identity.challenge x where x.token_hash = p_ticket and x.purpose = 'ticket' and x.used_at = now()
     and x.data ->> 'session' is null for update;
  if not found then return; end if;
  v_phone := (c.data ->> 'phone')::uuid;
  if v_phone is not null then
    select f.expires_at into v_until from identity.phone f where f.id = v_phone and f.person_id = c.person_id and f.ended_at is null;
    if not found then return; end if;
  end if;
  v_until := least(v_until, coalesce((c.data ->> 'expires')::timestamptz, v_until));
  perform identity.leave_session(p_previous, c.person_id, (c.data ->> 'workstation')::uuid);
  insert into identity.session (id, token_hash, person_id, person_epoch, assurance, method, device, phone_id,
      workstation_id, expires_at, step_up_until)
  select v_session, p_token, p.id, p.epoch, (c.data ->> 'assurance')::smallint, c.data ->> 'method',
         left(c.data ->> 'device', 200), v_phone, (c.data ->> 'workstation')::uuid, v_until,
         -- Whoever signed in this minute has shown what a confirmation asks for; with a phone's PIN not always.
         case when c.data ->> 'method' <> 'phone_pin' or identity.has_only_a_phone(p.id) then now() + interval '10 minutes' end
    from identity.person p where p.id = c.person_id;
  update identity.challenge x set data = x.data || jsonb_build_object('session', v_session) where x.token_hash = p_ticket;
  -- A full sign-in forgives mistyped PINs.
  if (c.data ->> 'assurance')::int = 2 and c.data ->> 'method' <> 'workstation_pin' then
    update public.staff_pin n set tries = 0 from public.membership m
     where m.person_id = c.person_id and n.practice_id = m.practice_id and n.membership_id = m.id and n.tries > 0;
  end if;
  perform identity.record_event(c.person_id, v_session, access.setting('request'), 'session.start', 'allow', '',
    jsonb_build_object('method', c.data ->> 'method', 'assurance', c.data ->> 'assurance'));
  session_id := v_session; expires_at := v_until;
end $$;

-- Whose live session a token is, for next-auth's own look-up. It renews nothing.
create function identity.session_person(p_token bytea) returns uuid
  language sql stable security definer set search_path = '' as $$
  select s.person_id from identity.session s join identity.person p on p.id = s.person_id
   where s.token_hash = p_token and s.ended_at is null and s.locked_at is null and s.expires_at > now()
     and s.person_epoch = p.epoch
$$;

create function identity.remember_device(p_token bytea, p_person uuid) returns void
  language sql volatile security definer set search_path = '' as $$
  insert into identity.known_device (token_hash, person_id) values (p_token, p_person)
  on conflict (token_hash, person_id) do update set last_used_at = now()
$$;

create function identity.my_sessions()
  returns table (id uuid, device text, method text, assurance smallint, created_at timestamptz, last_act_at timestamptz,
    expires_at timestamptz, locked boolean, here boolean, workstation text)
  language sql stable security definer set search_path = '' as $$
  select s.id, s.device, s.method, s.assurance, s.created_at, s.last_act_at, s.expires_at, s.locked_at is not null,
         s.id = access.setting('session'), (select w.name from public.workstation w where w.id = s.workstation_id)
    from identity.session s join identity.person p on p.id = s.person_id
   where s.person_id = identity.shown_by(null) and s.ended_at is null and s.expires_at > now() and s.person_epoch = p.epoch
   order by s.id = access.setting('session') desc, s.last_act_at desc
$$;

-- One of one's own. False: no such live session of this person.
create function identity.end_my_session(p_session uuid, p_why text) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := identity.shown_by(null);
begin
  update identity.session set ended_at = now(), ended_why = p_why where id = p_session and person_id = v_me and ended_at is null;
  if not found then return false; end if;
  perform identity.record_event(v_me, access.setting('session'), access.setting('request'), 'session.end', 'allow', p_why,
    jsonb_build_object('ended', p_session));
  return true;
end $$;

create function identity.end_my_other_sessions(p_why text) returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := identity.shown_by(null);
  v_count int;
begin
  update identity.session set ended_at = now(), ended_why = p_why
   where person_id = v_me and id <> access.setting('session') and ended_at is null;
  get diagnostics v_count = row_count;
  perform identity.record_event(v_me, access.setting('session'), access.setting('request'), 'session.endOthers', 'allow',
    p_why, jsonb_build_object('count', v_count));
  return v_count;
end $$;

create function identity.lock_my_session() returns void
  language sql volatile security definer set search_path = '' as $$
  update identity.session set locked_at = now()
   where id = access.setting('session') and person_id = access.setting('person') and locked_at is null and ended_at is null
$$;

-- After the person has shown again who she is. What was fresh before the lock is not fresh any more.
create function identity.unlock_my_session(p_how text) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := identity.shown_by(null);
begin
  update identity.session set locked_at = null, last_act_at = now(), step_up_until = null
   where id = access.setting('session') and person_id = v_me and ended_at is null;
  if not found then return false; end if;
  perform identity.record_event(v_me, access.setting('session'), access.setting('request'), 'session.unlock', 'allow', p_how, '{}');
  return true;
end $$;

create function identity.step_up_my_session(p_how text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := identity.shown_by(null);
begin
  update identity.session set step_up_until = now() + interval '10 minutes', last_act_at = now()
   where id = access.setting('session') and person_id = v_me and locked_at is null;
  perform identity.record_event(v_me, access.setting('session'), access.setting('request'), 'session.confirm', 'allow', p_how, '{}');
end $$;

create function identity.my_hats()
  returns table (kind text, id uuid, practice_id uuid, practice_name text, label text, roles text[], relation text, scope text,
    categories text[], task text, expires_at timestamptz, time_zone text)
  language sql stable security definer set search_path = '' as $$
  select h.* from identity.session s cross join lateral identity.hats(s.token_hash) h
   where s.id = access.setting('session') and s.person_id = access.setting('person')
$$;

-- ── One's own account ──────────────────────────────────────────────────────────────────────────────────────────────
create function identity.my_account()
  returns table (person_id uuid, email text, display_name text, language text, password_hash text,
    password_set_at timestamptz, credentials_fixed boolean, needs_factor boolean, totp_since timestamptz, passkeys int,
    recovery_codes int, assurance smallint, method text)
  language sql stable security definer set search_path = '' as $$
  select p.id, p.email, p.display_name, p.language, p.password_hash, p.password_set_at, p.credentials_fixed, d.needs_factor,
         (select t.confirmed_at from identity.totp t where t.person_id = p.id), d.passkeys, d.recovery_codes,
         s.assurance, s.method
    from identity.session s join identity.person p on p.id = s.person_id
         cross join lateral identity.describe_door(p.id, null) d
   where p.id = identity.shown_by(null) and s.id = access.setting('session')
$$;

-- Whether this session may change how its person signs in: not in the demo, not while locked, not when it was opened with
-- six digits at a shared computer (seen over a shoulder they must not become an account), and not with one factor where
-- there are two, or the second would be worth no more than the first.
create function identity.may_change_factors() returns uuid
  language plpgsql stable security definer set search_path = '' as $$
declare
  v_me uuid := identity.shown_by(null);
begin
  if exists (
    select from identity.session s join identity.person p on p.id = s.person_id
     where s.id = access.setting('session') and p.id = v_me and not p.credentials_fixed and s.locked_at is null
       and s.method <> 'workstation_pin'
       and s.step_up_until > now()
       and (s.assurance = 2
         or not exists (select from identity.totp t where t.person_id = v_me and t.confirmed_at is not null)
            and not exists (select from identity.passkey k where k.person_id = v_me))) then
    return v_me;
  end if;
  raise exception 'this session may not change factors' using errcode = 'insufficient_privilege';
end $$;

-- Those who need a second factor keep one.
create function identity.keep_a_factor(p_person uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  d identity.door := identity.describe_door(p_person, null);
begin
  if d.totp or d.passkeys > 0 then return; end if;
  if d.needs_factor then
    raise exception 'staff keep a second factor' using errcode = 'check_violation', constraint = 'keeps_a_factor';
  end if;
  delete from identity.recovery_code where person_id = p_person;
end $$;

-- A new password puts out whoever else may be in: other sessions and phones, and what they have begun (an address or an
-- app of their own, a sign-in with the old password that waits for its code). The objection of an old address stays, for
-- it takes back and lets nobody in. p_device: this browser, which keeps its place; null where it has none.
create function identity.set_my_password(p_hash text, p_device bytea default null) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := identity.may_change_factors();
begin
  update identity.person set password_hash = p_hash, password_set_at = now() where id = v_me;
  perform identity.end_my_other_sessions('password_changed');
  update identity.phone f set ended_at = now() where f.person_id = v_me and f.ended_at is null
     and not exists (select from identity.session s where s.id = access.setting('session') and s.phone_id = f.id);
  update identity.challenge set used_at = now()
   where person_id = v_me and purpose in ('email_new', 'totp_add', 'sign_in') and used_at is null;
  delete from identity.known_device where person_id = v_me and token_hash is distinct from p_device;
  perform identity.record_event(v_me, access.setting('session'), access.setting('request'), 'factor.password', 'allow', '', '{}');
end $$;

-- The secret waits, sealed, until a code from it was shown.
create function identity.offer_totp(p_token bytea, p_sealed bytea) returns void
  language sql volatile security definer set search_path = '' as $$
  insert into identity.challenge (token_hash, purpose, person_id, data, expires_at)
  values (p_token, 'totp_add', identity.may_change_factors(),
    jsonb_build_object('sealed', encode(p_sealed, 'hex')), now() + interval '30 minutes')
$$;

create function identity.offered_totp(p_token bytea) returns bytea
  language sql stable security definer set search_path = '' as $$
  select decode(c.data ->> 'sealed', 'hex') from identity.challenge c
   where c.token_hash = p_token and c.purpose = 'totp_add' and c.person_id = identity.shown_by(null)
     and c.used_at is null and c.expires_at > now()
$$;

create function identity.add_my_totp(p_token bytea, p_step bigint) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := identity.may_change_factors();
  v_sealed bytea := identity.offered_totp(p_token);
begin
  if v_sealed is null then return false; end if;
  update identity.challenge set used_at = now() where token_hash = p_token;
  insert into identity.totp (person_id, sealed_secret, last_step, confirmed_at) values (v_me, v_sealed, p_step, now())
  on conflict (person_id) do update set sealed_secret = excluded.sealed_secret, last_step = excluded.last_step,
    confirmed_at = excluded.confirmed_at, created_at = now();
  perform identity.record_event(v_me, access.setting('session'), access.setting('request'), 'factor.addTotp', 'allow', '', '{}');
  return true;
end $$;

create function identity.remove_my_totp() returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := identity.may_change_factors();
begin
  delete from identity.totp where person_id = v_me;
  if not found then return false; end if;
  perform identity.keep_a_factor(v_me);
  perform identity.record_event(v_me, access.setting('session'), access.setting('request'), 'factor.removeTotp', 'allow', '', '{}');
  return true;
end $$;

create function identity.my_passkeys()
  returns table (credential_id text, name text, created_at timestamptz, last_used_at timestamptz, backed_up boolean, transports text[])
  language sql stable security definer set search_path = '' as $$
  select k.credential_id, k.name, k.created_at, k.last_used_at, k.backed_up, k.transports from identity.passkey k
   where k.person_id = identity.shown_by(null) order by k.created_at, k.credential_id
$$;

create function identity.add_my_passkey(p_credential text, p_key bytea, p_counter bigint, p_transports text[],
    p_backed_up boolean, p_name text) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := identity.may_change_factors();
begin
  insert into identity.passkey (credential_id, person_id, public_key, counter, transports, backed_up, name)
  values (p_credential, v_me, p_key, p_counter, p_transports, p_backed_up, p_name) on conflict (credential_id) do nothing;
  if not found then return false; end if;
  perform identity.record_event(v_me, access.setting('session'), access.setting('request'), 'factor.addPasskey', 'allow', '', '{}');
  return true;
end $$;

create function identity.remove_my_passkey(p_credential text) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := identity.may_change_factors();
begin
  delete from identity.passkey where credential_id = p_credential and person_id = v_me;
  if not found then return false; end if;
  perform identity.keep_a_factor(v_me);
  perform identity.record_event(v_me, access.setting('session'), access.setting('request'), 'factor.removePasskey', 'allow', '', '{}');
  return true;
end $$;

-- The old ones are worth nothing any more.
create function identity.set_my_recovery_codes(p_codes bytea[]) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := identity.may_change_factors();
begin
  delete from identity.recovery_code where person_id = v_me;
  insert into identity.recovery_code (person_id, code_hash) select v_me, unnest(p_codes);
  perform identity.record_event(v_me, access.setting('session'), access.setting('request'), 'factor.recoveryCodes', 'allow', '', '{}');
end $$;

-- ── The practice's computers ───────────────────────────────────────────────────────────────────────────────────────
-- A computer that is taken off the list signs everybody out who sits at it.
create function access.end_workstation() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update identity.session set ended_at = now(), ended_why = 'workstation_ended' where workstation_id = new.id and ended_at is null;
  return null;
end $$;
create trigger end_workstation after update of until_at on public.workstation
  for each row when (new.until_at is not null) execute function access.end_workstation();

create function identity.workstation(p_token bytea)
  returns table (practice_id uuid, practice_name text, id uuid, name text)
  language sql stable security definer set search_path = '' as $$
  select w.practice_id, p.name, w.id, w.name from public.workstation w join public.practice p using (practice_id)
   where w.token_hash = p_token and w.until_at is null
$$;

-- Who may switch in here: those of the practice who chose a PIN. Names, and nothing of what they do.
create function identity.workstation_people(p_token bytea)
  returns table (membership_id uuid, display_name text, open boolean)
  language sql stable security definer set search_path = '' as $$
  select m.id, m.display_name, n.tries < 5
    from public.workstation w
    join public.membership m on m.practice_id = w.practice_id and m.until_at is null
    join public.staff_pin n on n.practice_id = m.practice_id and n.membership_id = m.id
   where w.token_hash = p_token and w.until_at is null
   order by m.display_name, m.id
$$;

-- Counts a try before it is judged, and gives out what to judge it by. The row stays locked until the transaction ends, so
-- that five tries are five. No row: no such person here, or the tries are used up.
create function identity.try_staff_pin(p_token bytea, p_membership uuid)
  returns table (person_id uuid, practice_id uuid, pin_hash text, tries_left int)
  language sql volatile security definer set search_path = '' as $$
  update public.staff_pin n set tries = n.tries + 1
    from public.workstation w join public.membership m on m.practice_id = w.practice_id
   where w.token_hash = p_token and w.until_at is null and m.id = p_membership and m.until_at is null
     and n.practice_id = m.practice_id and n.membership_id = m.id and n.tries < 5
  returning m.person_id, m.practice_id, n.pin_hash, 5 - n.tries
$$;

create function identity.staff_pin_right(p_token bytea, p_membership uuid) returns void
  language sql volatile security definer set search_path = '' as $$
  with here as (
    update public.workstation w set last_used_at = now() where w.token_hash = p_token and w.until_at is null
    returning w.practice_id)
  update public.staff_pin n set tries = 0 from here
   where n.practice_id = here.practice_id and n.membership_id = p_membership and n.tries <= 5
$$;

-- Which of the practice's people the session of this transaction is, at this computer.
create function identity.my_place(p_token bytea) returns table (membership_id uuid, has_pin boolean, tries_left int)
  language sql stable security definer set search_path = '' as $$
  select m.id, n.membership_id is not null, greatest(0, 5 - coalesce(n.tries, 0))
    from public.workstation w
    join identity.session s on s.id = access.setting('session') and s.workstation_id = w.id
    join public.membership m on m.practice_id = w.practice_id and m.person_id = s.person_id and m.until_at is null
    left join public.staff_pin n on n.practice_id = m.practice_id and n.membership_id = m.id
   where w.token_hash = p_token and w.until_at is null and s.person_id = identity.shown_by(null)
$$;

create function identity.my_staff_pins()
  returns table (membership_id uuid, practice_id uuid, practice_name text, set_at timestamptz, tries_left int)
  language sql stable security definer set search_path = '' as $$
  select m.id, m.practice_id, p.name, n.set_at, greatest(0, 5 - coalesce(n.tries, 0))
    from public.membership m join public.practice p using (practice_id)
    left join public.staff_pin n on n.practice_id = m.practice_id and n.membership_id = m.id
   where m.person_id = identity.shown_by(null) and m.until_at is null order by p.name, m.id
$$;

-- A PIN is chosen in a session that was opened without one. Null takes it away.
create function identity.set_my_staff_pin(p_membership uuid, p_hash text) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := identity.may_change_factors();
  v_practice uuid;
begin
  if not exists (select from identity.session s where s.id = access.setting('session') and s.assurance = 2
      and s.method <> 'workstation_pin') then
    raise exception 'a PIN is chosen in a full session' using errcode = 'insufficient_privilege';
  end if;
  select m.practice_id into v_practice from public.membership m where m.id = p_membership and m.person_id = v_me and m.until_at is null;
  if not found then return false; end if;
  delete from public.staff_pin where practice_id = v_practice and membership_id = p_membership;
  if p_hash is not null then
    insert into public.staff_pin (practice_id, membership_id, pin_hash) values (v_practice, p_membership, p_hash);
  end if;
  perform identity.record_event(v_me, access.setting('session'), access.setting('request'), 'factor.staffPin', 'allow', '', '{}');
  return true;
end $$;

do $$
declare
  f text;
begin
  foreach f in array array['throttle_wait(bytea[], double precision[], double precision[])',
    'throttle_settle(bytea[], double precision[], double precision[], boolean)', 'at_the_door(text, bytea)',
    'start_pending(bytea, uuid)', 'pending(bytea)', 'try_pending(bytea)', 'end_pending(bytea)', 'totp_secret(bytea)',
    'accept_totp(bytea, bigint)', 'use_recovery_code(bytea, bytea)', 'start_passkey(bytea, boolean)',
    'take_passkey_challenge(bytea, boolean)', 'passkey(text)', 'used_passkey(text, bigint, boolean)',
    'issue_ticket(bytea, uuid, int, text, text, uuid, bytea, timestamptz)', 'take_ticket(bytea)',
    'open_session(bytea, bytea, bytea)', 'session_person(bytea)', 'remember_device(bytea, uuid)', 'my_sessions()',
    'end_my_session(uuid, text)', 'end_my_other_sessions(text)', 'lock_my_session()', 'unlock_my_session(text)',
    'step_up_my_session(text)', 'my_hats()', 'my_account()', 'set_my_password(text, bytea)', 'offer_totp(bytea, bytea)',
    'offered_totp(bytea)', 'add_my_totp(bytea, bigint)', 'remove_my_totp()', 'my_passkeys()',
    'add_my_passkey(text, bytea, bigint, text[], boolean, text)', 'remove_my_passkey(text)',
    'set_my_recovery_codes(bytea[])', 'workstation(bytea)', 'workstation_people(bytea)', 'try_staff_pin(bytea, uuid)',
    'staff_pin_right(bytea, uuid)', 'my_place(bytea)', 'my_staff_pins()', 'set_my_staff_pin(uuid, text)'] loop
    execute format('grant execute on function identity.%s to enamel_identity', f);
  end loop;
end $$;
