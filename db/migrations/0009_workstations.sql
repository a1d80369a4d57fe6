-- The lock, and coming back to a shared computer. As in 0005: keyed by a token's hash, or about the session in the
-- transaction's settings.

create index session_workstation on identity.session (workstation_id) where ended_at is null;

-- What the lock screen and a confirmation may ask of the person behind this session. `p_phone` counts only if the session
-- lives on that phone, `p_workstation` only if it sits there.
create function identity.my_lock(p_workstation bytea, p_phone bytea)
  returns table (password boolean, totp boolean, passkeys int, phone_tries int, membership_id uuid, pin_tries int)
  language sql stable security definer set search_path = '' as $$
  select p.password_hash is not null, d.totp, d.passkeys,
         (select 5 - f.pin_tries from identity.phone f where f.token_hash = p_phone and f.id = s.phone_id
            and f.person_id = p.id and f.pin_hash is not null and f.ended_at is null and f.expires_at > now()),
         h.membership_id, h.tries_left
    from identity.session s join identity.person p on p.id = s.person_id
         cross join lateral identity.describe_door(p.id, null) d
         left join lateral (select x.* from identity.my_place(p_workstation) x where x.has_pin) h on true
   where s.id = access.setting('session') and p.id = identity.shown_by(null)
$$;

-- A person did something, so many seconds ago: browsers report acts together, at most once a minute, and idle time counts
-- from the act and not from the report. Nobody gains by a longer report. Answers the seconds until the lock.
create function identity.note_my_act(p_ago int) returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_left int;
begin
  update identity.session s
     set last_act_at = greatest(s.last_act_at, now() - make_interval(secs => least(greatest(p_ago, 0), 120)))
   where s.id = access.setting('session') and s.person_id = access.setting('person') and s.ended_at is null
     and s.locked_at is null
  returning identity.idle_minutes(s.person_id, s.assurance) * 60
    - greatest(0, extract(epoch from now() - s.last_act_at))::int into v_left;
  return coalesce(v_left, 0);
end $$;

-- Whoever unlocked with everything that a sign-in asks for has mistyped her PIN in good faith.
create function identity.forgive_my_pins() returns void
  language sql volatile security definer set search_path = '' as $$
  update public.staff_pin n set tries = 0 from public.membership m
   where m.person_id = identity.shown_by(null) and n.practice_id = m.practice_id and n.membership_id = m.id and n.tries > 0
$$;

-- Somebody whose PIN was right comes back to the session that waits for her at this computer. Her browser gets a new token
-- for it, unless it still holds hers; the colleague's whose place she takes locks. No row: none waits, open a new one.
create function identity.return_to_seat(p_workstation bytea, p_membership uuid, p_previous bytea, p_token bytea)
  returns table (expires_at timestamptz, kept boolean)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  s identity.session%rowtype;
begin
  select x.* into s
    from public.workstation w
    join public.membership m on m.practice_id = w.practice_id and m.id = p_membership and m.until_at is null
    join identity.person p on p.id = m.person_id
    join identity.session x on x.person_id = p.id and x.workstation_id = w.id
   where w.token_hash = p_workstation and w.until_at is null and x.ended_at is null and x.expires_at > now()
     and x.assurance = 2 and x.person_epoch = p.epoch
   order by x.token_hash = p_previous desc nulls last, x.last_act_at desc limit 1 for update of x;
  if not found then return; end if;
  kept := s.token_hash = p_previous;
  if kept is not true then
    perform identity.leave_session(p_previous, s.person_id, s.workstation_id);
    kept := false;
  end if;
  update identity.session y
     set token_hash = case when kept then y.token_hash else p_token end, locked_at = null, last_act_at = now(), step_up_until = null
   where y.id = s.id;
  perform identity.record_event(s.person_id, s.id, access.setting('request'), 'session.unlock', 'allow', 'workstation_pin', '{}');
  expires_at := s.expires_at;
  return next;
end $$;

do $$
declare
  f text;
begin
  foreach f in array array['my_lock(bytea, bytea)', 'note_my_act(int)', 'forgive_my_pins()',
    'return_to_seat(bytea, uuid, bytea, bytea)'] loop
    execute format('grant execute on function identity.%s to enamel_identity', f);
  end loop;
end $$;

-- Which of the practice's computers this is, for its staff; they cannot read the hashes themselves.
create function access.workstation_here(p_token bytea) returns uuid
  language sql stable security definer set search_path = '' as $$
  select w.id from public.workstation w
   where w.practice_id = access.staff_practice() and w.token_hash = p_token and w.until_at is null
$$;
grant execute on function access.workstation_here(bytea) to enamel_staff_read, enamel_staff_write;
