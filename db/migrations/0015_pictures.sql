-- Pictures of documents: a job makes them of a version as it becomes ready; what came in otherwise (a restored copy, the demo's
-- year) is found by the minute's round, a few at a time.
create function platform.picture_wanted() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform platform.enqueue_job('make-pictures', jsonb_build_object('practice', new.practice_id, 'document', new.document_id));
  return null;
end $$;
create trigger picture_wanted after update of state on public.document_version for each row
  when (new.state = 'ready' and new.rendered = 'waiting') execute function platform.picture_wanted();

-- How many previews an event showed: what her list of who looked tells a patient, who is not given the detail.
alter table public.audit_event add column previews int generated always as ((detail->>'previews')::int) stored;
grant select (previews) on public.audit_event to enamel_patient_read, enamel_patient_write;

-- A list's previews: one link, one answer, one event for each patient whose documents they show. Under the caller's own role,
-- as access.redeem: what is not in sight is not in the answer, and what never was is not either.
create function access.redeem_sheet(p_documents uuid[], p_nonce text, p_operation text, p_policy_version text)
  returns table (document_id uuid, version int, byte_size bigint, storage_key text, key_version int, wrapped_dek bytea,
    commitment bytea, root_kid int, wrapped_key bytea)
  language plpgsql volatile security invoker set search_path = '' as $$
#variable_conflict use_column
declare
  v_seen jsonb;
  v_set uuid;
  v_patient jsonb;
begin
  select coalesce(jsonb_agg(jsonb_build_object('document', d.id, 'patient', d.patient_id, 'version', n.version) order by d.id), '[]')
    into v_seen
    from public.document d
    join public.document_version v on v.practice_id = d.practice_id and v.document_id = d.id and v.version = d.current_version
    join public.document_rendition n on n.practice_id = v.practice_id and n.document_id = v.document_id
      and n.version = v.version and n.variant = 'thumb-256' and n.state = 'ready'
    join public.practice_key k on k.practice_id = n.practice_id and k.version = n.key_version
   where d.practice_id = access.setting('practice') and d.id = any (p_documents) and d.deleted_at is null
     and v.state = 'ready' and k.state <> 'destroyed'
     -- The relation, said once more without row-level security's help.
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
  if v_seen = '[]' then return; end if;
  -- What was seen is what is on record: a set that has grown since is another one, and another event.
  v_set := md5(v_seen::text)::uuid;
  perform pg_advisory_xact_lock(hashtextextended(access.setting('session')::text || v_set::text, 15));
  if access.take_lease(p_nonce, v_set, 1, 'sheet', 30) and not access.leafing(p_nonce, v_set, 1) then
    for v_patient in select distinct e->'patient' from jsonb_array_elements(v_seen) e loop
      perform audit.record(p_operation, 'allow', '', p_policy_version, (v_patient #>> '{}')::uuid, null, null,
        (select jsonb_build_object('link', p_nonce, 'previews', count(*), 'documents', string_agg(e->>'document', ' '))
           from jsonb_array_elements(v_seen) e where e->'patient' = v_patient));
    end loop;
  end if;
  return query
    select n.document_id, n.version, n.byte_size, n.storage_key, n.key_version, n.wrapped_dek, n.commitment, k.root_kid, k.wrapped
      from jsonb_array_elements(v_seen) e
      join public.document_rendition n on n.practice_id = access.setting('practice') and n.document_id = (e->>'document')::uuid
        and n.version = (e->>'version')::int and n.variant = 'thumb-256' and n.state = 'ready'
      join public.practice_key k on k.practice_id = n.practice_id and k.version = n.key_version;
end $$;

grant execute on function access.redeem_sheet(uuid[], text, text, text) to enamel_staff_read, enamel_patient_read;
