-- Whom the notice of a release goes to. No role of staff may read accounts, and none needs to: the addresses are told only
-- for a release that this hat makes in this very transaction (from_at is the database's to set), to be sealed into its outbox.
create policy definer on public.release for select to enamel_definer using (true);
grant select (practice_id, id, document_id, patient_id, from_at, until_at, released_by) on public.release to enamel_definer;

create function access.release_readers(p_release uuid) returns table (email text, language text, has_account boolean)
  language sql stable security definer set search_path = '' as $$
  with made as (
    select r.practice_id, r.patient_id, d.category, case when d.uploaded_by_patient then d.uploaded_by end as sent_by from public.release r
      join public.document d on d.practice_id = r.practice_id and d.id = r.document_id
     where r.practice_id = (select access.staff_practice()) and r.id = p_release
       and r.released_by = access.setting('hat') and r.from_at = now() and r.until_at is null),
  -- A person has one address, nobody else has it, and one live access to a patient: nobody is told twice.
  reader as (
    select p.email, p.language from made m
      join public.portal_access a on a.practice_id = m.practice_id and a.patient_id = m.patient_id
      join identity.person p on p.id = a.person_id
     where a.until_at is null and (a.expires_at is null or a.expires_at > now()) and p.email is not null
       -- Nobody is told of what lies beyond their sight.
       and (a.scope = 'all' or m.category = any (a.categories))
       and (a.sees_others_uploads or m.sent_by is null or m.sent_by = a.id))
  select r.email, r.language, true from reader r
  union all
  select t.email, t.language, false from made m
    join public.patient t on t.practice_id = m.practice_id and t.id = m.patient_id
   where t.email <> '' and not exists (select from reader)
     -- Whose access is over is told nothing more, though the chart still has the address.
     and not exists (select from public.portal_access a join identity.person p on p.id = a.person_id
       where a.practice_id = m.practice_id and a.patient_id = m.patient_id
         and p.email_key = lower(normalize(btrim(t.email), nfc)))
$$;
grant execute on function access.release_readers(uuid) to enamel_staff_write;
