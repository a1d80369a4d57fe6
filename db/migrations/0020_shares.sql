-- Papers shared with somebody outside for a while, and the other way round: somebody outside who was asked to send some.
-- Whoever comes by such a link is a guest: a kind of principal of its own, with no account, bound to one share. What a guest
-- may do is looked up at each request, as with any other hat: `enamel.hat` names the share and `enamel.session` the half hour
-- that a right code opened.

create table share (
  practice_id uuid not null references practice,
  id uuid not null default gen_random_uuid(),
  -- `out`: the recipient reads. `in`: the recipient was asked to send files, and reads nothing.
  direction text not null check (direction in ('out', 'in')),
  patient_id uuid not null,
  recipient_name text not null check (length(recipient_name) between 1 and 80),
  recipient_email text not null default '',
  -- `out`: what it is for. `in`: what is asked for, which the recipient reads.
  purpose text not null default '' check (length(purpose) <= 300),
  language text not null default 'en' check (language in ('en', 'es')),
  -- Whether the recipient may take the files as they are, without a name across them.
  may_save boolean not null default false,
  made_as text not null check (made_as in ('staff', 'patient')),
  made_by uuid not null,
  made_by_name text not null,
  token_hash bytea not null,
  -- The six digits, told by another road than the link. A guest who was right is let in as often as max_uses says.
  code_hash bytea not null,
  code_tries int not null default 0,
  max_uses int not null default 3 check (max_uses between 1 and 10),
  uses int not null default 0,
  from_at timestamptz not null default now(),
  expires_at timestamptz not null,
  until_at timestamptz,
  ended_by uuid,
  ended_by_name text,
  ended_why text check (ended_why in ('ended', 'finished', 'tries')),
  primary key (practice_id, id),
  foreign key (practice_id, patient_id) references patient on delete restrict,
  check ((until_at is null) = (ended_why is null)),
  check (expires_at > from_at and expires_at < from_at + interval '14 days 1 hour'),
  check (direction = 'out' or (made_as = 'staff' and not may_save))
);
create index share_patient on share (practice_id, patient_id, from_at desc);
create index share_token on share (token_hash);
create trigger close_once before update on share for each row execute function access.close_once();

-- Which papers, each in the version that was shared: a correction made afterwards ends it for the recipient.
create table share_document (
  practice_id uuid not null,
  share_id uuid not null,
  document_id uuid not null,
  version int not null,
  primary key (practice_id, share_id, document_id),
  foreign key (practice_id, share_id) references share on delete restrict,
  foreign key (practice_id, document_id, version) references document_version on delete restrict
);
create index share_document_document on share_document (practice_id, document_id);

create table guest_session (
  practice_id uuid not null,
  id uuid not null default gen_random_uuid(),
  share_id uuid not null,
  token_hash bytea not null,
  from_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, share_id) references share on delete restrict
);
create index guest_session_token on guest_session (token_hash);
create index guest_session_share on guest_session (practice_id, share_id);

alter table audit_event drop constraint audit_event_actor_kind_check,
  add constraint audit_event_actor_kind_check check (actor_kind in ('staff', 'patient', 'guest', 'system'));

do $$
declare
  t text;
begin
  foreach t in array array['share', 'share_document', 'guest_session'] loop
    execute format('alter table public.%I enable row level security, force row level security', t);
    execute format('create policy staff_practice on public.%I to enamel_staff_read, enamel_staff_write
      using (practice_id = (select access.staff_practice()))
      with check (practice_id = (select access.staff_practice()))', t);
    execute format('create policy definer on public.%I to enamel_definer using (true) with check (true)', t);
  end loop;
end $$;
grant select on public.share, public.share_document, public.guest_session to enamel_definer;
grant update (uses, code_tries, until_at, ended_by_name, ended_why) on public.share to enamel_definer;
grant insert on public.guest_session to enamel_definer;
grant update (state, ready_at, content_type, byte_size, sha256, commitment, width, height, failure) on public.document_version to enamel_definer;

-- ── Whether a share holds now ──────────────────────────────────────────────────────────────────────────────────────
-- What a patient or her proxy shared holds as long as that hat itself does, with all of the record in its reach.
create function access.share_stands(s public.share) returns boolean language sql stable set search_path = '' as $$
  select s.until_at is null and s.expires_at > now()
     and (s.made_as = 'staff' or exists (select from public.portal_access a
       where a.practice_id = s.practice_id and a.id = s.made_by and a.patient_id = s.patient_id and a.scope = 'all'
         and a.until_at is null and (a.expires_at is null or a.expires_at > now())))
$$;
grant execute on function access.share_stands(public.share) to enamel_definer;

create function access.share_holds(s public.share) returns boolean language sql stable set search_path = '' as $$
  select access.share_stands(s)
     -- Containment holds here too: for papers as for the portal, for files on their way in as for all writing.
     and not exists (select from public.switch w where w.practice_id = s.practice_id and w.until_at is null
       and w.function = any (case s.direction when 'out' then array['documents', 'portal'] else array['writes', 'portal'] end))
$$;

create function access.guest_practice() returns uuid language sql stable security definer set search_path = '' as $$
  select g.practice_id from public.guest_session g
    join public.share s on s.practice_id = g.practice_id and s.id = g.share_id
   where g.practice_id = access.setting('practice') and g.id = access.setting('session') and g.share_id = access.setting('hat')
     and g.expires_at > now() and access.share_holds(s)
$$;

create function access.guest_share() returns uuid language sql stable security definer set search_path = '' as $$
  select s.id from public.share s
   where s.practice_id = (select access.guest_practice()) and s.id = access.setting('hat') and s.direction = 'out'
$$;

create function access.guest_request() returns uuid language sql stable security definer set search_path = '' as $$
  select s.id from public.share s
   where s.practice_id = (select access.guest_practice()) and s.id = access.setting('hat') and s.direction = 'in'
$$;

create function access.guest_request_patient() returns uuid language sql stable security definer set search_path = '' as $$
  select s.patient_id from public.share s
   where s.practice_id = (select access.guest_practice()) and s.id = (select access.guest_request())
$$;

-- What the guest may see now: shared, still that patient's, still the version that was shared, and where the patient's side
-- shared it, still in the sight of who did.
create function access.shared_documents() returns table (document_id uuid, version int)
  language sql stable security definer set search_path = '' as $$
  select d.id, c.version from public.share s
    join public.share_document c on c.practice_id = s.practice_id and c.share_id = s.id
    join public.document d on d.practice_id = c.practice_id and d.id = c.document_id
   where s.practice_id = (select access.guest_practice()) and s.id = (select access.guest_share())
     and d.patient_id = s.patient_id and d.filed_at is not null and d.deleted_at is null and d.current_version = c.version
     -- Deleted or taken out of a wrong record since, it is shared no more, though it be brought back: undoing publishes nothing.
     and not exists (select from public.destruction o
       where o.practice_id = d.practice_id and o.document_id = d.id and o.ordered_at >= s.from_at)
     and not exists (select from public.privacy_case p
       where p.practice_id = d.practice_id and p.document_id = d.id and p.opened_at >= s.from_at)
     and (s.made_as = 'staff' or (d.uploaded_by_patient and d.uploaded_by = s.made_by)
       -- What another sent is not in the sight of who is kept apart, unless released to that one by name.
       or (d.uploaded_by_patient and exists (select from public.portal_access a
         where a.practice_id = s.practice_id and a.id = s.made_by and a.sees_others_uploads))
       or exists (select from public.release r
         where r.practice_id = d.practice_id and r.document_id = d.id and r.patient_id = d.patient_id and r.until_at is null
           and (r.expires_at is null or r.expires_at > now())
           and ((r.audience = 'all' and not d.uploaded_by_patient) or exists (select from public.release_reader e
             where e.practice_id = r.practice_id and e.release_id = r.id and e.access_id = s.made_by))))
$$;

-- The files that this guest has sent.
create function access.guest_sent() returns setof uuid language sql stable security definer set search_path = '' as $$
  select d.id from public.document d
   where d.practice_id = (select access.guest_practice()) and d.uploaded_by = (select access.guest_request())
$$;

-- Whether this portal hat may share at all: one that reaches the whole record.
create function access.portal_shares() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.portal_access a
   where a.practice_id = (select access.portal_practice()) and a.id = access.setting('hat') and a.scope = 'all')
$$;

grant usage on schema public, access, audit to enamel_guest_read, enamel_guest_write;
grant execute on function access.share_holds(public.share) to enamel_definer;
grant execute on function access.guest_practice(), access.guest_share(), access.guest_request(), access.guest_request_patient(),
  access.shared_documents(), access.guest_sent() to enamel_definer, enamel_guest_read, enamel_guest_write;
grant execute on function access.portal_shares() to enamel_patient_read, enamel_patient_write;
grant execute on function access.setting(text) to enamel_guest_read, enamel_guest_write;

-- ── Guests ─────────────────────────────────────────────────────────────────────────────────────────────────────────
grant select (practice_id, name, time_zone) on public.practice to enamel_guest_read;
create policy guest on public.practice for select to enamel_guest_read using (practice_id = (select access.guest_practice()));

grant select (practice_id, id, direction, recipient_name, purpose, may_save, made_as, made_by_name, from_at, expires_at, uses, max_uses) on public.share
  to enamel_guest_read;
create policy guest on public.share for select to enamel_guest_read
  using (practice_id = (select access.guest_practice()) and id = access.setting('hat'));

grant select on public.share_document to enamel_guest_read;
create policy guest on public.share_document for select to enamel_guest_read
  using (practice_id = (select access.guest_practice()) and share_id = (select access.guest_share()));

grant select (practice_id, id, patient_id, category, title, taken_on, tooth, current_version) on public.document to enamel_guest_read;
create policy guest on public.document for select to enamel_guest_read
  using (practice_id = (select access.guest_practice()) and id in (select s.document_id from access.shared_documents() s));

grant select (practice_id, document_id, version, state, content_type, byte_size, sha256, width, height, pages, storage_key, key_version,
  wrapped_dek, commitment, ready_at) on public.document_version to enamel_guest_read;
create policy guest on public.document_version for select to enamel_guest_read
  using (practice_id = (select access.guest_practice()) and state = 'ready'
    and (document_id, version) in (select s.document_id, s.version from access.shared_documents() s));

grant select on public.document_rendition to enamel_guest_read;
create policy guest on public.document_rendition for select to enamel_guest_read
  using (practice_id = (select access.guest_practice()) and state = 'ready'
    and (document_id, version) in (select s.document_id, s.version from access.shared_documents() s));

grant select (practice_id, version, root_kid, wrapped, state) on public.practice_key to enamel_guest_read, enamel_guest_write;
create policy guest on public.practice_key for select to enamel_guest_read, enamel_guest_write
  using (practice_id = (select access.guest_practice()));

-- Who was asked for files adds them, unfiled, to that one patient's; to read, there is nothing but the practice's wrapped key.
grant insert (practice_id, id, patient_id, title, uploaded_by, uploaded_by_name) on public.document to enamel_guest_write;
create policy guest_sends on public.document for insert to enamel_guest_write
  with check (practice_id = (select access.guest_practice()) and patient_id = (select access.guest_request_patient())
    and uploaded_by = (select access.guest_request()) and not uploaded_by_patient and filed_at is null);
grant insert (practice_id, document_id, version, file_name, storage_key, key_version, wrapped_dek) on public.document_version to enamel_guest_write;
create policy guest_sends on public.document_version for insert to enamel_guest_write
  with check (practice_id = (select access.guest_practice()) and state = 'receiving' and version = 1
    and document_id in (select access.guest_sent()));

-- ── Staff and patients, who share ──────────────────────────────────────────────────────────────────────────────────
grant select (practice_id, id, direction, patient_id, recipient_name, recipient_email, purpose, language, may_save, made_as, made_by, made_by_name,
  code_tries, max_uses, uses, from_at, expires_at, until_at, ended_by, ended_by_name, ended_why) on public.share to enamel_staff_read, enamel_staff_write;
grant select on public.share_document to enamel_staff_read, enamel_staff_write;
grant select (practice_id, id, share_id, from_at, expires_at) on public.guest_session to enamel_staff_read, enamel_staff_write;
grant insert (practice_id, id, direction, patient_id, recipient_name, recipient_email, purpose, language, may_save, made_as, made_by, made_by_name,
  token_hash, code_hash, max_uses, expires_at), update (until_at, ended_by, ended_by_name, ended_why) on public.share
  to enamel_staff_write, enamel_patient_write;
grant insert on public.share_document to enamel_staff_write, enamel_patient_write;

create policy entitled_shares on public.share as restrictive for insert to enamel_staff_write
  with check (made_as = 'staff' and made_by = access.setting('hat')
    and (select access.staff_has('{owner,privacy_officer,dentist,hygienist,front_desk}')));
create policy of_this_patient on public.share_document as restrictive for insert to enamel_staff_write
  with check (exists (select from public.share s join public.document d on d.practice_id = s.practice_id and d.patient_id = s.patient_id
    where s.practice_id = share_document.practice_id and s.id = share_document.share_id and s.made_by = access.setting('hat')
      and d.id = share_document.document_id and d.current_version = share_document.version
      and d.filed_at is not null and d.deleted_at is null));

grant select (practice_id, id, direction, patient_id, recipient_name, recipient_email, purpose, may_save, made_as, made_by, made_by_name, code_tries, max_uses,
  uses, from_at, expires_at, until_at, ended_by_name, ended_why) on public.share to enamel_patient_read, enamel_patient_write;
grant select on public.share_document to enamel_patient_read, enamel_patient_write;
create policy portal on public.share for select to enamel_patient_read, enamel_patient_write
  using (practice_id = access.setting('practice') and patient_id = (select access.portal_patient())
    and direction = 'out' and (select access.portal_shares())
    -- What the other parent shares, with whom and why, is not in the sight of who is kept apart, and not theirs to end.
    and (made_by = access.setting('hat') or made_as = 'staff' or not (select access.portal_apart())));
create policy portal_adds on public.share for insert to enamel_patient_write
  with check (practice_id = access.setting('practice') and patient_id = (select access.portal_patient())
    and direction = 'out' and made_as = 'patient' and made_by = access.setting('hat') and (select access.portal_shares()));
create policy portal_ends on public.share for update to enamel_patient_write
  using (practice_id = access.setting('practice') and patient_id = (select access.portal_patient())
    and made_as = 'patient' and (select access.portal_shares())
    and (made_by = access.setting('hat') or not (select access.portal_apart())));

-- 0003's policy, and one line more: whoever another shared with is part of what that other did in the portal.
drop policy portal on public.audit_event;
create policy portal on public.audit_event for select to enamel_patient_read, enamel_patient_write
  using (practice_id = access.setting('practice') and patient_id = (select access.portal_patient())
    and (hat_id = access.setting('hat')
      or ((not (select access.portal_apart()) or (actor_kind <> 'patient' and (actor_kind <> 'guest' or not ('guest_of_patient' = any (actor_roles))
            or exists (select from public.share s where s.practice_id = audit_event.practice_id and s.id = audit_event.hat_id and s.made_by = access.setting('hat')))))
        and (((select access.portal_all()) and (document_id is null or not (select access.portal_apart())))
          or exists (select from public.document d
            where d.practice_id = audit_event.practice_id and d.id = audit_event.document_id)))));

create policy portal on public.share_document for select to enamel_patient_read, enamel_patient_write
  using (practice_id = (select access.portal_practice())
    and exists (select from public.share s where s.practice_id = share_document.practice_id and s.id = share_document.share_id));
-- Only what the hat itself sees now: the document is looked up under the hat's own policies.
create policy portal_adds on public.share_document for insert to enamel_patient_write
  with check (practice_id = (select access.portal_practice())
    and exists (select from public.share s where s.practice_id = share_document.practice_id and s.id = share_document.share_id
      and s.made_by = access.setting('hat'))
    and exists (select from public.document d where d.practice_id = share_document.practice_id and d.id = share_document.document_id
      and d.current_version = share_document.version and d.filed_at is not null));

-- ── The guest at the door ──────────────────────────────────────────────────────────────────────────────────────────
-- What a link shows before the code: who asks whom at which practice, and never of which patient. A link that never was, is
-- over, used up or closed shows nothing.
create function identity.share_link(p_token bytea)
  returns table (direction text, practice_name text, made_as text, made_by_name text, recipient_name text, language text,
    expires_at timestamptz, time_zone text)
  language sql stable security definer set search_path = '' as $$
  select s.direction, p.name, s.made_as, case s.made_as when 'staff' then s.made_by_name else '' end, s.recipient_name, s.language,
         s.expires_at, p.time_zone
    from public.share s join public.practice p using (practice_id)
   where s.token_hash = p_token and access.share_holds(s) and s.uses < s.max_uses
$$;

-- One try at the code. The row stays locked until it is counted. Five wrong ones in a row end the share; a right one makes a
-- session of half an hour for whoever reads, of two hours for whoever sends, and is on the practice's record.
create function identity.try_share_code(p_token bytea, p_code bytea, p_session bytea, p_policy text,
    out outcome text, out tries_left int, out share uuid, out direction text)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  s public.share%rowtype;
  g uuid;
begin
  select * into s from public.share x where x.token_hash = p_token for update;
  if not found or not access.share_holds(s) or s.uses >= s.max_uses then
    outcome := 'gone'; tries_left := 0; return;
  end if;
  if s.code_hash = p_code then
    insert into public.guest_session (practice_id, share_id, token_hash, expires_at)
    values (s.practice_id, s.id, p_session,
      least(s.expires_at, now() + case s.direction when 'out' then interval '30 minutes' else interval '2 hours' end))
    returning id into g;
    update public.share set uses = s.uses + 1, code_tries = 0 where practice_id = s.practice_id and id = s.id;
    insert into public.audit_event (practice_id, actor_kind, hat_id, actor_name, actor_roles, session_id, request_id, operation, decision,
        policy_version, patient_id, subject_id)
    values (s.practice_id, 'guest', s.id, s.recipient_name, array['guest_of_' || s.made_as], g, access.setting('request'), 'shares.open', 'allow',
        p_policy, s.patient_id, s.id);
    outcome := 'right'; tries_left := 5; share := s.id; direction := s.direction; return;
  end if;
  outcome := case when s.code_tries >= 4 then 'gone' else 'wrong' end;
  tries_left := 4 - s.code_tries;
  update public.share set code_tries = code_tries + 1, until_at = case when s.code_tries >= 4 then now() end,
      ended_why = case when s.code_tries >= 4 then 'tries' end
   where practice_id = s.practice_id and id = s.id;
end $$;

-- Round trip one of a guest: whose session it is and what it is for, if both hold. What is closed is told, to be refused.
create function identity.guest(p_token bytea, p_share uuid)
  returns table (session_id uuid, expires_at timestamptz, share_id uuid, direction text, patient_id uuid, recipient_name text, language text, made_as text,
    made_by_name text, practice_id uuid, practice_name text, time_zone text, practice_epoch int, closed text[])
  language sql stable security definer set search_path = '' as $$
  select g.id, g.expires_at, s.id, s.direction, s.patient_id, s.recipient_name, s.language, s.made_as, s.made_by_name, p.practice_id, p.name, p.time_zone,
         p.epoch, array(select w.function from public.switch w where w.practice_id = p.practice_id and w.until_at is null)
    from public.guest_session g
    join public.share s on s.practice_id = g.practice_id and s.id = g.share_id
    join public.practice p on p.practice_id = g.practice_id
   where g.token_hash = p_token and s.id = p_share and g.expires_at > now()
     and s.until_at is null and s.expires_at > now()
     and (s.made_as = 'staff' or exists (select from public.portal_access a
       where a.practice_id = s.practice_id and a.id = s.made_by and a.patient_id = s.patient_id and a.scope = 'all'
         and a.until_at is null and (a.expires_at is null or a.expires_at > now())))
$$;
grant execute on function identity.share_link(bytea), identity.try_share_code(bytea, bytea, bytea, text),
  identity.guest(bytea, uuid) to enamel_identity;

-- Who acts for the record: audit.record (0003) finds a guest by share and session.
grant execute on function audit.record(text, text, text, text, uuid, uuid, uuid, jsonb) to enamel_guest_read, enamel_guest_write;

-- ── A guest's link is used ─────────────────────────────────────────────────────────────────────────────────────────
-- `first` the first of this paper in this half hour, `more` another page of it, `again` the same link, another piece. The
-- session's row is locked, so that six pages asked for at once are one opening.
create function access.take_guest_lease(p_nonce text, p_document uuid, p_version int, p_variant text)
  returns text language plpgsql volatile security definer set search_path = '' as $$
declare
  v_session public.guest_session%rowtype;
  v_row public.lease%rowtype;
begin
  select g.* into v_session from public.guest_session g
   where g.practice_id = (select access.guest_practice()) and g.id = access.setting('session') for no key update;
  if not found then
    raise exception 'the guest’s session is over' using errcode = 'insufficient_privilege';
  end if;
  insert into public.lease (practice_id, nonce, session_id, hat_id, document_id, version, variant, expires_at)
  values (v_session.practice_id, p_nonce, v_session.id, v_session.share_id, p_document, p_version, p_variant, v_session.expires_at)
  on conflict (practice_id, nonce) do nothing;
  if found then
    return case when exists (select from public.lease l
      where l.practice_id = v_session.practice_id and l.session_id = v_session.id and l.document_id = p_document
        and l.nonce <> p_nonce and (l.variant = 'orig') = (p_variant = 'orig')) then 'more' else 'first' end;
  end if;
  select * into v_row from public.lease where practice_id = v_session.practice_id and nonce = p_nonce;
  if v_row.session_id <> v_session.id or v_row.hat_id <> v_session.share_id or v_row.document_id <> p_document
     or v_row.version <> p_version or v_row.variant <> p_variant or v_row.expires_at <= now() then
    raise exception 'the link is over' using errcode = 'insufficient_privilege';
  end if;
  return 'again';
end $$;
grant update (expires_at) on public.guest_session to enamel_definer;

-- As access.redeem, for a guest: everything that must be true now, in one statement and one commit, under the guest's role.
-- `stored` names the bytes behind the answer: the file itself, where it is taken unmarked or is a picture of one page. A file that
-- is taken as it is stands in the history as such; further pages of one opening are lines of their own, and no openings.
create function access.redeem_share(
  p_document uuid, p_version int, p_variant text, p_nonce text, p_fresh boolean, p_operation text, p_action text,
  p_policy_version text
) returns table (
  outcome text, title text, content_type text, byte_size bigint, sha256 bytea, ready_at timestamptz,
  storage_key text, key_version int, wrapped_dek bytea, commitment bytea, root_kid int, wrapped_key bytea, stored text
) language plpgsql volatile security invoker set search_path = '' as $$
#variable_conflict use_column
declare
  v_patient uuid;
  v_turn text;
begin
  select d.patient_id, d.title, coalesce(n.content_type, v.content_type), coalesce(n.byte_size, v.byte_size), coalesce(n.sha256, v.sha256),
         coalesce(n.ready_at, v.ready_at), coalesce(n.storage_key, v.storage_key), coalesce(n.key_version, v.key_version),
         coalesce(n.wrapped_dek, v.wrapped_dek), coalesce(n.commitment, v.commitment), k.root_kid, k.wrapped, coalesce(n.variant, 'orig')
    into v_patient, title, content_type, byte_size, sha256, ready_at, storage_key, key_version, wrapped_dek, commitment, root_kid,
         wrapped_key, stored
    from public.document d
    join public.document_version v on v.practice_id = d.practice_id and v.document_id = d.id
    -- The relation, said once more: this share names this paper in this version.
    join public.share_document c on c.practice_id = d.practice_id and c.document_id = d.id and c.version = v.version
      and c.share_id = (select access.guest_share())
    join public.share s on s.practice_id = c.practice_id and s.id = c.share_id
    left join public.document_rendition n on n.practice_id = v.practice_id and n.document_id = v.document_id
      and n.version = v.version and n.variant = p_variant and n.state = 'ready'
    join public.practice_key k on k.practice_id = v.practice_id and k.version = coalesce(n.key_version, v.key_version)
   where d.practice_id = access.setting('practice') and d.id = p_document and v.version = p_version and v.state = 'ready'
     and d.current_version = v.version and k.state <> 'destroyed'
     and case when p_variant = 'orig' then s.may_save
       -- A page is served with the recipient's name across it; a picture of one page can be marked from the file itself.
       when p_variant like 'page-%' then n.variant is not null or (p_variant = 'page-1-1600'
         and v.content_type in ('image/jpeg', 'image/png') and v.byte_size <= 33554432 and v.width::bigint * v.height <= 50000000)
       else false end;
  if not found then
    return;
  end if;
  if not p_fresh and not access.lease_alive(p_nonce, p_document, p_version, p_variant) then
    outcome := 'gone'; storage_key := null; wrapped_dek := null; wrapped_key := null; title := null;
    return next; return;
  end if;
  v_turn := access.take_guest_lease(p_nonce, p_document, p_version, p_variant);
  if v_turn <> 'again' then
    perform audit.record(case when p_variant = 'orig' then 'shares.save' when v_turn = 'first' then p_operation else 'shares.page' end, 'allow', '', p_policy_version, v_patient, p_document,
      access.setting('hat'), jsonb_build_object('link', p_nonce, 'version', p_version, 'variant', p_variant, 'action', p_action));
  end if;
  outcome := 'allowed';
  return next;
end $$;
grant execute on function access.take_guest_lease(text, uuid, int, text), access.lease_alive(text, uuid, int, text),
  access.redeem_share(uuid, int, text, text, boolean, text, text, text) to enamel_guest_read;

-- Whose request it is that ends something it has begun: a file that rests whole is not lost because writing was closed meanwhile.
create function access.guest_ending() returns uuid language sql stable security definer set search_path = '' as $$
  select g.practice_id from public.guest_session g
    join public.share s on s.practice_id = g.practice_id and s.id = g.share_id
   where g.practice_id = access.setting('practice') and g.id = access.setting('session') and g.share_id = access.setting('hat')
     and g.expires_at > now() and s.direction = 'in' and access.share_stands(s)
$$;
grant execute on function access.guest_ending() to enamel_definer;

-- ── What was sent has arrived ──────────────────────────────────────────────────────────────────────────────────────
-- `p_state`: `checking` where a virus scanner is to look through it first.
create function access.guest_arrived(p_document uuid, p_state text, p_type text, p_size bigint, p_sha256 bytea, p_commitment bytea, p_width int, p_height int)
  returns boolean language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.document_version set state = p_state, ready_at = case p_state when 'ready' then now() end, content_type = p_type, byte_size = p_size, sha256 = p_sha256,
      commitment = p_commitment, width = p_width, height = p_height
   where practice_id = (select access.guest_ending()) and document_id = p_document and version = 1 and state = 'receiving'
     and p_state in ('ready', 'checking')
     and exists (select from public.document d where d.practice_id = document_version.practice_id and d.id = p_document and d.uploaded_by = access.setting('hat'));
  return found;
end $$;

create function access.guest_arrival_failed(p_document uuid, p_state text, p_failure text)
  returns void language sql volatile security definer set search_path = '' as $$
  update public.document_version set state = p_state, failure = p_failure
   where practice_id = (select access.guest_ending()) and document_id = p_document and version = 1 and state = 'receiving'
     and p_state in ('rejected', 'expired')
     and exists (select from public.document d where d.practice_id = document_version.practice_id and d.id = p_document and d.uploaded_by = access.setting('hat'))
$$;

-- How many of its files have come, and how many are here or on their way: a refused one is neither.
create function access.guest_files(out come bigint, out taken bigint) returns record language sql stable security definer set search_path = '' as $$
  select count(*) filter (where v.state <> 'receiving'), count(*)
    from public.document_version v join public.document d on d.practice_id = v.practice_id and d.id = v.document_id
   where v.practice_id = (select access.guest_practice()) and d.uploaded_by = (select access.guest_request())
     and v.state not in ('rejected', 'expired')
$$;
grant execute on function access.guest_files() to enamel_guest_read, enamel_guest_write;

-- "That is all": the request ends. Gives where to tell who had asked, and how many files came.
create function access.finish_request() returns table (email text, language text, files bigint)
  language plpgsql volatile security definer set search_path = '' as $$
declare
  s public.share%rowtype;
  v_files bigint;
begin
  select count(*) into v_files from public.document_version v
    join public.document d on d.practice_id = v.practice_id and d.id = v.document_id
   where v.practice_id = (select access.guest_ending()) and v.state in ('ready', 'checking', 'held') and d.uploaded_by = access.setting('hat');
  update public.share set until_at = now(), ended_why = 'finished', ended_by_name = recipient_name
   where practice_id = (select access.guest_ending()) and id = access.setting('hat') returning * into s;
  if not found then return; end if;
  return query select p.email, p.language, v_files from public.membership m join identity.person p on p.id = m.person_id
    where m.practice_id = s.practice_id and m.id = s.made_by and m.until_at is null and p.email is not null
    union all select null, null, v_files where not exists (select from public.membership m join identity.person p on p.id = m.person_id
      where m.practice_id = s.practice_id and m.id = s.made_by and m.until_at is null and p.email is not null);
end $$;
grant execute on function access.guest_arrived(uuid, text, text, bigint, bytea, bytea, int, int), access.guest_arrival_failed(uuid, text, text),
  access.finish_request() to enamel_guest_write;
grant usage on schema platform to enamel_guest_write;
grant execute on function platform.enqueue_mail(text, bytea) to enamel_guest_write;
