-- Redemption of a signed link, round trip two: everything that must be true at this moment, in one statement, under the
-- caller's own role. Row-level security decides whether the document is in sight; the lease counts parallel ranges as
-- one opening; the audit row is written before anything is returned, and commits before the first byte leaves.
--
-- SECURITY INVOKER on purpose: this function can see nothing that its caller could not.
create function access.redeem(
  p_document uuid, p_version int, p_variant text, p_nonce text, p_fresh boolean, p_operation text, p_action text,
  p_policy_version text
) returns table (
  outcome text, title text, file_name text, content_type text, byte_size bigint, sha256 bytea, ready_at timestamptz,
  storage_key text, key_version int, wrapped_dek bytea, commitment bytea, root_kid int, wrapped_key bytea
) language plpgsql volatile security invoker set search_path = '' as $$
#variable_conflict use_column
declare
  v_patient uuid;
begin
  select d.patient_id, d.title, v.file_name, coalesce(n.content_type, v.content_type), coalesce(n.byte_size, v.byte_size),
         coalesce(n.sha256, v.sha256), coalesce(n.ready_at, v.ready_at), coalesce(n.storage_key, v.storage_key),
         coalesce(n.key_version, v.key_version), coalesce(n.wrapped_dek, v.wrapped_dek), coalesce(n.commitment, v.commitment),
         k.root_kid, k.wrapped
    into v_patient, title, file_name, content_type, byte_size, sha256, ready_at, storage_key, key_version, wrapped_dek,
         commitment, root_kid, wrapped_key
    from public.document d
    join public.document_version v on v.practice_id = d.practice_id and v.document_id = d.id
    -- The version itself, or one picture that was made of it; all of a rendition's columns are there when it is ready.
    left join public.document_rendition n on n.practice_id = v.practice_id and n.document_id = v.document_id
      and n.version = v.version and n.variant = p_variant and n.state = 'ready'
    join public.practice_key k on k.practice_id = v.practice_id and k.version = coalesce(n.key_version, v.key_version)
   where d.practice_id = access.setting('practice') and d.id = p_document
     and v.version = p_version and v.state = 'ready' and (p_variant = 'orig' or n.variant is not null) and k.state <> 'destroyed'
     and d.deleted_at is null
     -- The relation, said once more without row-level security's help: a member's practice, or the reader's own record,
     -- released to this hat now and within its scope.
     and (d.practice_id = (select access.staff_practice()) or (d.patient_id = (select access.portal_patient())
       and (d.uploaded_by_patient or (d.filed_at is not null and exists (
         select from public.release r
          where r.practice_id = d.practice_id and r.document_id = d.id and r.patient_id = d.patient_id
            and r.until_at is null and (r.expires_at is null or r.expires_at > now())
            and (r.audience = 'all' or exists (select from public.release_reader e
              where e.practice_id = r.practice_id and e.release_id = r.id and e.access_id = access.setting('hat'))))))
       and (coalesce(d.category, '') = any ((select access.portal_scope())::text[])
         or (d.uploaded_by_patient and d.uploaded_by = access.setting('hat')))
       and (not d.uploaded_by_patient or d.uploaded_by = access.setting('hat') or not (select access.portal_apart())
         or access.released_by_name(d.id))));
  if not found then
    return;
  end if;
  if not p_fresh and not access.lease_alive(p_nonce, p_document, p_version, p_variant) then
    outcome := 'gone'; storage_key := null; wrapped_dek := null; wrapped_key := null; title := null; file_name := null;
    return next; return;
  end if;
  if p_variant <> 'orig' then
    -- Two pictures that are asked for at once are one opening too: the second waits until the first is on record.
    perform pg_advisory_xact_lock(hashtextextended(access.setting('session')::text || p_document::text, 15));
  end if;
  if access.take_lease(p_nonce, p_document, p_version, p_variant, 30)
     and (p_variant = 'orig' or not access.leafing(p_nonce, p_document, p_version)) then
    perform audit.record(p_operation, 'allow', '', p_policy_version, v_patient, p_document, null,
      jsonb_build_object('link', p_nonce, 'version', p_version, 'variant', p_variant, 'action', p_action));
  end if;
  outcome := 'allowed';
  return next;
end $$;

-- For that relation; each answers nothing to the other kind of hat.
grant execute on function access.staff_practice() to enamel_patient_read;
grant execute on function access.portal_patient(), access.portal_scope(), access.portal_apart(), access.released_by_name(uuid) to enamel_staff_read;
grant execute on function access.redeem(uuid, int, text, text, boolean, text, text, text)
  to enamel_staff_read, enamel_patient_read;
