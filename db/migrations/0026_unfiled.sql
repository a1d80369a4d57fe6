-- Limits of uploads, and how what nobody has filed yet ends: by whoever sent it, or by the office with a reason. Deleting what is
-- filed is for few (0017); what came in by mistake and stands in no chart is put away by whoever files. Either way its keys are
-- destroyed after the practice's days to think, and until then it can be brought back like anything else that was deleted.

-- Whose upload a version is: a correction has a sender of its own.
grant select (added_by) on public.document_version to enamel_patient_write;

-- The limits of the hat's own practice, and what it keeps: what rests (counted by the triggers of 0017), and what has come so far
-- of what is on its way. What was only announced takes no room from anybody.
create function access.room(out file_limit bigint, out storage_limit bigint, out used bigint) returns record
  language sql stable security definer set search_path = '' as $$
  select p.file_limit, p.storage_limit,
      (coalesce((select sum(u.bytes) from public.storage_use u where u.practice_id = p.practice_id), 0)
        + coalesce((select sum(v.received_bytes) from public.document_version v
            where v.practice_id = p.practice_id and v.state = 'receiving'), 0))::bigint
    from public.practice p
   where p.practice_id = coalesce((select access.staff_practice()), (select access.portal_practice()), (select access.guest_practice()))
$$;
grant execute on function access.room() to enamel_staff_read, enamel_staff_write, enamel_patient_read, enamel_patient_write, enamel_guest_write;

-- Not for a principal: what both ways below have in common, once they have found that their caller may.
create function access.end_unfiled(p_document uuid, p_why text, p_name text) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.document d set deleted_at = now(), deleted_by = access.setting('hat'), deleted_by_name = p_name, deleted_why = p_why
   where d.practice_id = access.setting('practice') and d.id = p_document and d.filed_at is null and d.deleted_at is null;
  if not found then return false; end if;
  insert into public.destruction (practice_id, document_id, cause, why, ordered_by, ordered_by_name)
  values (access.setting('practice'), p_document, 'deletion', p_why, access.setting('hat'), p_name);
  return true;
end $$;
grant execute on function access.end_unfiled(uuid, text, text) to enamel_definer;
grant update (deleted_at, deleted_by, deleted_by_name, deleted_why) on document to enamel_definer;
grant insert on destruction to enamel_definer;

create function access.discard_unfiled(p_document uuid, p_why text) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
declare
  v_name text;
begin
  select m.display_name into v_name from public.membership m
   where m.practice_id = (select access.staff_practice()) and m.id = access.setting('hat')
     and (select access.staff_has('{owner,dentist,hygienist,assistant,front_desk,billing}'))
     -- What stood in somebody's record was a record: to do away with it is deleting, and for few.
     and ((select access.staff_has('{owner,privacy_officer,dentist}')) or not exists (select from public.privacy_case c
       where c.practice_id = m.practice_id and c.document_id = p_document));
  return found and access.end_unfiled(p_document, p_why, v_name);
end $$;
grant execute on function access.discard_unfiled(uuid, text) to enamel_staff_write;

-- What a hat sent it takes back while nobody has filed it. A function, because the row then leaves its own sight, which an UPDATE
-- under row-level security does not allow.
create function access.take_back(p_document uuid) returns boolean language plpgsql volatile security definer set search_path = '' as $$
declare
  v_name text;
begin
  select a.display_name into v_name from public.portal_access a
    join public.document d on d.practice_id = a.practice_id and d.patient_id = a.patient_id and d.uploaded_by = a.id and d.uploaded_by_patient
   where a.practice_id = (select access.portal_practice()) and a.id = access.setting('hat')
     and a.patient_id = (select access.portal_patient()) and d.id = p_document;
  return found and access.end_unfiled(p_document, 'taken back by who sent it', v_name);
end $$;
grant execute on function access.take_back(uuid) to enamel_patient_write;
