-- The identity door. enamel_identity may call these and read nothing. Each is keyed by a token's hash, an e-mail
-- address or a credential's id, so that holding the role enumerates nobody.

grant usage on schema identity, platform to enamel_identity, enamel_staff_read, enamel_staff_write, enamel_patient_read,
  enamel_patient_write, enamel_job;

-- Minutes without an act after which a session locks. A session that may enter a practice follows the shortest of its
-- person's practices; a patient's asks again after 30.
create function identity.idle_minutes(p_person uuid, p_assurance smallint) returns int
  language plpgsql stable security definer set search_path = '' as $$
begin
  if p_assurance < 2 then return 30; end if;
  return coalesce((select min(p.idle_minutes) from public.membership m join public.practice p using (practice_id)
    where m.person_id = p_person and m.until_at is null), 30);
end $$;

-- Whether somebody may sit where the session was opened: no computer of a practice, or one that is still on its list and
-- whose practice she still works for.
create function identity.seat_holds(p_workstation uuid, p_person uuid) returns boolean
  language plpgsql stable security definer set search_path = '' as $$
begin
  return p_workstation is null or exists (
    select from public.membership m
      join public.workstation w on w.practice_id = m.practice_id and w.id = p_workstation and w.until_at is null
     where m.person_id = p_person and m.until_at is null);
end $$;

create type identity.principal as (
  session_id uuid, person_id uuid, person_name text, language text, responder boolean, assurance smallint, method text,
  state text, seconds_left int, step_up_until timestamptz, expires_at timestamptz, phone_id uuid, workstation_id uuid,
  practice_id uuid, practice_name text, time_zone text, practice_epoch int,
  membership_id uuid, member_name text, roles text[],
  access_id uuid, patient_id uuid, relation text,
  closed text[]
);

-- Round trip one of every operation: the session behind a token, and the hat that the address names if that hat is this
-- person's and live. p_act says that a person did something (a poll or a prefetch passes false and renews nothing).
-- p_hat is for signed links, whose address names the hat alone, of either kind.
-- No row: no session. A hat that is not theirs comes back empty, exactly as one that does not exist.
create function identity.principal(p_token bytea, p_practice uuid, p_portal uuid, p_hat uuid, p_act boolean)
  returns setof identity.principal language plpgsql volatile security definer set search_path = '' as $$
declare
  s identity.session%rowtype;
  p identity.person%rowtype;
  r identity.principal;
  v_idle int;
begin
  select * into s from identity.session where token_hash = p_token;
  if not found then return; end if;
  select * into p from identity.person where id = s.person_id;
  v_idle := identity.idle_minutes(s.person_id, s.assurance);

  r.session_id := s.id; r.person_id := p.id; r.person_name := p.display_name; r.language := p.language;
  r.responder := p.responder; r.assurance := s.assurance; r.method := s.method; r.expires_at := s.expires_at;
  r.step_up_until := s.step_up_until; r.phone_id := s.phone_id; r.workstation_id := s.workstation_id;
  r.closed := '{}'; r.roles := '{}';

  if s.ended_at is not null or s.expires_at <= now() or s.person_epoch <> p.epoch
     or not identity.seat_holds(s.workstation_id, s.person_id) then
    r.state := 'ended';
    return next r; return;
  end if;
  -- A clock that jumps back must not make an idle session fresh: an act from the future is brought to the present, so
  -- that idle time counts from here, a confirmation lasts ten minutes and no longer, and a lock, once noticed, is stored.
  if s.last_act_at > now() + interval '1 minute' then
    update identity.session set last_act_at = now() where id = s.id;
    s.last_act_at := now();
  end if;
  if s.step_up_until > now() + interval '11 minutes' then r.step_up_until := null; end if;
  r.seconds_left := v_idle * 60 - greatest(0, extract(epoch from now() - s.last_act_at))::int;
  if s.locked_at is not null or r.seconds_left <= 0 then
    if s.locked_at is null then
      update identity.session set locked_at = now() where id = s.id;
    end if;
    r.state := 'locked'; r.seconds_left := 0;
  else
    r.state := 'live';
    if p_act and s.last_act_at < now() - interval '10 seconds' then
      update identity.session set last_act_at = now() where id = s.id;
      r.seconds_left := v_idle * 60;
    end if;
  end if;

  if p_practice is not null or p_hat is not null then
    select m.practice_id, m.id, m.display_name into r.practice_id, r.membership_id, r.member_name
      from public.membership m
     where m.person_id = s.person_id and (m.practice_id = p_practice or m.id = p_hat) and m.until_at is null;
    if found then
      select coalesce(array_agg(x.role order by x.role), '{}') into r.roles from public.membership_role x
       where x.practice_id = r.practice_id and x.membership_id = r.membership_id and x.until_at is null;
    end if;
  end if;
  if r.practice_id is null and (p_portal is not null or p_hat is not null) then
    select a.practice_id, a.id, a.patient_id, a.relation into r.practice_id, r.access_id, r.patient_id, r.relation
      from public.portal_access a
     where a.id = coalesce(p_portal, p_hat) and a.person_id = s.person_id and a.until_at is null
       and (a.expires_at is null or a.expires_at > now());
  end if;

  if r.practice_id is not null then
    select x.name, x.time_zone, x.epoch into r.practice_name, r.time_zone, r.practice_epoch
      from public.practice x where x.practice_id = r.practice_id;
    select coalesce(array_agg(w.function), '{}') into r.closed from public.switch w
     where w.practice_id = r.practice_id and w.until_at is null;
  end if;
  return next r;
end $$;

-- The hats of the person behind a live session: what the switcher shows. No record's content.
create function identity.hats(p_token bytea)
  returns table (kind text, id uuid, practice_id uuid, practice_name text, label text, roles text[], relation text, scope text,
    categories text[], task text, expires_at timestamptz, time_zone text)
  language sql stable security definer set search_path = '' as $$
  with me as (
    select s.person_id, s.assurance from identity.session s join identity.person p on p.id = s.person_id
     where s.token_hash = p_token and s.ended_at is null and s.locked_at is null and s.expires_at > now()
       and s.person_epoch = p.epoch)
  select 'staff', m.id, m.practice_id, x.name, m.display_name,
         array(select r.role from public.membership_role r where r.practice_id = m.practice_id
                 and r.membership_id = m.id and r.until_at is null order by r.role), null::text, null::text, '{}'::text[], null::text,
         null::timestamptz, x.time_zone
    from me join public.membership m on m.person_id = me.person_id and m.until_at is null
    join public.practice x on x.practice_id = m.practice_id
  union all
  select 'patient', a.id, a.practice_id, x.name, t.given_name || ' ' || t.family_name, '{}', a.relation, a.scope, a.categories, a.task,
         a.expires_at, x.time_zone
    from me join public.portal_access a on a.person_id = me.person_id and a.until_at is null
         and (a.expires_at is null or a.expires_at > now())
    join public.practice x on x.practice_id = a.practice_id
    join public.patient t on t.practice_id = a.practice_id and t.id = a.patient_id
  order by 1 desc, 4, 5
$$;

-- Token bucket. True: go on, one token was taken. False: slow down; p_wait says for how many seconds.
create function identity.throttle(p_key bytea, p_capacity double precision, p_per_minute double precision,
    out ok boolean, out wait_seconds int)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_tokens double precision;
begin
  insert into identity.throttle as t (key, tokens, at) values (p_key, p_capacity, clock_timestamp())
  on conflict (key) do update
    set tokens = least(p_capacity, t.tokens
          + greatest(0, extract(epoch from clock_timestamp() - t.at)) / 60 * p_per_minute),
        at = greatest(t.at, clock_timestamp())
  returning tokens into v_tokens;
  ok := v_tokens >= 1;
  if ok then
    update identity.throttle set tokens = tokens - 1 where key = p_key;
    wait_seconds := 0;
  else
    wait_seconds := ceil((1 - v_tokens) / p_per_minute * 60);
  end if;
end $$;

create function identity.record_event(p_person uuid, p_session uuid, p_request uuid, p_operation text, p_decision text,
    p_reason text, p_detail jsonb) returns void language sql volatile security definer set search_path = '' as $$
  insert into identity.event (person_id, session_id, request_id, operation, decision, reason, detail)
  values (p_person, p_session, p_request, p_operation, p_decision, p_reason, coalesce(p_detail, '{}'))
$$;

create function platform.enqueue_mail(p_kind text, p_sealed bytea) returns uuid
  language sql volatile security definer set search_path = '' as $$
  insert into platform.outbox (kind, sealed) values (p_kind, p_sealed) returning id
$$;

grant execute on function access.setting(text), access.job_practice() to enamel_definer, enamel_staff_read,
  enamel_staff_write, enamel_patient_read, enamel_patient_write, enamel_job;
grant execute on function access.staff_practice(), access.staff_has(text[]) to enamel_staff_read, enamel_staff_write;
grant execute on function access.portal_practice(), access.portal_patient(), access.portal_scope(), access.portal_all(),
  access.portal_apart(), access.portal_grown(), access.portal_covers(uuid, text), access.released_by_name(uuid)
  to enamel_patient_read, enamel_patient_write;
grant execute on function access.comes_of_age(uuid, date) to enamel_definer, enamel_staff_read, enamel_staff_write,
  enamel_patient_read, enamel_patient_write;
grant execute on function audit.record(text, text, text, text, uuid, uuid, uuid, jsonb) to enamel_staff_read,
  enamel_staff_write, enamel_patient_read, enamel_patient_write, enamel_job;
grant execute on function access.take_lease(text, uuid, int, text, int), access.lease_alive(text, uuid, int, text), access.leafing(text, uuid, int)
  to enamel_staff_read, enamel_patient_read;
grant execute on function identity.idle_minutes(uuid, smallint), identity.seat_holds(uuid, uuid) to enamel_definer;
grant execute on function identity.principal(bytea, uuid, uuid, uuid, boolean), identity.hats(bytea),
  identity.throttle(bytea, double precision, double precision),
  identity.record_event(uuid, uuid, uuid, text, text, text, jsonb) to enamel_identity;
grant execute on function platform.enqueue_mail(text, bytea) to enamel_identity, enamel_staff_write, enamel_patient_write;
