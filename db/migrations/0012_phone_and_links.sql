-- What a link is worth is asked before a password is worked out for it; asking to get back in costs the same whoever asks;
-- and a phone stays its owner's after ninety days.

-- Whether a recovery link, and the code with it where there is one, would let somebody in: `right`. A wrong code is counted
-- here, as identity.recover counts it. The link stays locked until the caller's transaction ends, in which it is then used.
create function identity.try_recovery(p_link bytea, p_code bytea, out outcome text, out tries_left int)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  c identity.challenge%rowtype;
begin
  tries_left := 0;
  select * into c from identity.challenge x where x.token_hash = p_link and x.purpose = 'recover' for update;
  if not found or c.used_at is not null or c.expires_at <= now() or c.tries >= 5 then outcome := 'gone'; return; end if;
  if c.data ->> 'kind' <> 'patient' or exists (
    select from public.recovery_check k
      join public.portal_access a on a.practice_id = k.practice_id and a.patient_id = k.patient_id and a.person_id = k.person_id
     where k.person_id = c.person_id and k.code_hash = p_code and k.used_at is null and k.expires_at > now()
       and k.code_tries < 5 and a.until_at is null) then
    outcome := 'right'; return;
  end if;
  -- No code fits: this counts the try, and gets no further.
  select r.outcome, coalesce(r.tries_left, 0) into outcome, tries_left from identity.recover(p_link, null, null, null) r;
end $$;

-- Somebody asks at /recover. kind: patient (the link was made), staff (a letter says whom to ask), none. The same rows are
-- written for each, so that the time of the answer does not tell which addresses have accounts. Earlier links go on beside
-- the new one until they run out: else whoever knows an address could keep its owner's letters worthless. That gives no
-- more guesses at a code, which counts the wrong tries of all links.
create or replace function identity.ask_recovery(p_email_key text, p_link bytea,
    out kind text, out email text, out name text, out language text)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  p identity.person%rowtype;
  v_staff boolean;
begin
  select * into p from identity.person x where x.email_key = p_email_key and not x.credentials_fixed;
  v_staff := identity.is_staff(p.id);
  kind := case when p.id is null then 'none' when v_staff then 'staff' else 'patient' end;
  email := p.email; name := p.display_name; language := p.language;
  insert into identity.challenge (token_hash, purpose, person_id, data, expires_at)
  values (p_link, case kind when 'patient' then 'recover' else 'recover_not' end, p.id, jsonb_build_object('kind', kind),
    now() + interval '1 day');
  perform identity.record_event(p.id, null, access.setting('request'), 'recovery.ask',
    case kind when 'none' then 'deny' else 'allow' end, '', '{}');
end $$;

-- A letter to nobody: written and queued like any other, and never sent.
create function platform.enqueue_no_mail(p_kind text) returns uuid
  language sql volatile security definer set search_path = '' as $$
  insert into platform.outbox (kind, sent_at) values (p_kind, now()) returning id
$$;

-- Another PIN and another ninety days for the phone that this session lives on. Its cookie is replaced too, so that a copy
-- of the old one ends. Null: may not, or the session lives on no phone.
create function identity.renew_my_phone(p_token bytea, p_pin text) returns uuid
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
  update identity.phone f set token_hash = p_token, pin_hash = p_pin, pin_tries = 0, expires_at = now() + interval '90 days'
   where f.person_id = v_me and f.ended_at is null and f.expires_at > now()
     and f.id = (select s.phone_id from identity.session s where s.id = access.setting('session'))
  returning f.id into v_id;
  if v_id is null then return null; end if;
  perform identity.record_event(v_me, access.setting('session'), access.setting('request'), 'phone.renew', 'allow', '', '{}');
  return v_id;
end $$;

grant execute on function identity.try_recovery(bytea, bytea), identity.renew_my_phone(bytea, text),
  platform.enqueue_no_mail(text) to enamel_identity;

-- Who is invited as the patient takes the place of whoever is or was the patient: an access that was ended first, or has run
-- out, is no way around it. That is for those who may check who somebody is (lib/recovery/policy.ts); the application asks
-- how, and records it.
create policy checked_again on public.invitation as restrictive for insert to enamel_staff_write
  with check (relation is distinct from 'self' or (select access.staff_has('{owner,privacy_officer,front_desk}'))
    or not exists (select from public.portal_access a where a.practice_id = invitation.practice_id
          and a.patient_id = invitation.patient_id and a.relation = 'self'));
