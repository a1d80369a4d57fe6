-- Whom the notice of a release goes to. No role of staff may read accounts, and none needs to: the addresses are told only
-- for a release that this hat makes in this very transaction (from_at is the database's to set), to be sealed into its outbox.
create policy definer on public.release for select to enamel_definer using (true);
grant select (practice_id, id, document_id, patient_id, from_at, until_at, released_by, audience) on public.release to enamel_definer;
create policy letters on public.release_reader for select to enamel_definer using (true);
grant select on public.release_reader to enamel_definer;
create policy letters on public.document for select to enamel_definer using (true);
grant select (practice_id, id, category, uploaded_by, uploaded_by_patient) on public.document to enamel_definer;

-- Only those who may open it: named ones where the release names some, and nobody whose scope does not cover the document.
-- Where a release takes the place of another (p_instead_of), who could see it before hears nothing new.
create function access.release_readers(p_release uuid, p_instead_of uuid) returns table (email text, language text, has_account boolean)
  language sql stable security definer set search_path = '' as $$
  with made as (
    select r.practice_id, r.id, r.patient_id, r.audience, d.category, d.uploaded_by, d.uploaded_by_patient from public.release r
      join public.document d on d.practice_id = r.practice_id and d.id = r.document_id
     where r.practice_id = (select access.staff_practice()) and r.id = p_release
       and r.released_by = access.setting('hat') and r.from_at = now() and r.until_at is null),
  -- A person has one address, nobody else has it, and one live access to a patient: nobody is told twice.
  reader as (
    select p.email, p.language from made m
      join public.portal_access a on a.practice_id = m.practice_id and a.patient_id = m.patient_id
      join identity.person p on p.id = a.person_id
     where a.until_at is null and (a.expires_at is null or a.expires_at > now()) and p.email is not null
       and (a.scope = 'all' or m.category = any (a.categories))
       -- Who is kept apart from what others send hears of it only by name.
       and (not m.uploaded_by_patient or a.sees_others_uploads or m.uploaded_by = a.id or m.audience = 'named')
       and (m.audience = 'all' or exists (select from public.release_reader e
         where e.practice_id = m.practice_id and e.release_id = m.id and e.access_id = a.id))
       and not exists (select from public.release o
         where o.practice_id = m.practice_id and o.id = p_instead_of and o.patient_id = m.patient_id
           and (o.audience = 'all' or exists (select from public.release_reader e
             where e.practice_id = o.practice_id and e.release_id = o.id and e.access_id = a.id))))
  select r.email, r.language, true from reader r
  union all
  select t.email, t.language, false from made m
    join public.patient t on t.practice_id = m.practice_id and t.id = m.patient_id
   where m.audience = 'all' and p_instead_of is null and t.email <> '' and not exists (select from reader)
     -- Whose access is over, or does not reach so far, is told nothing, though the chart has the address.
     and not exists (select from public.portal_access a join identity.person p on p.id = a.person_id
       where a.practice_id = m.practice_id and a.patient_id = m.patient_id
         and p.email_key = lower(normalize(btrim(t.email), nfc)))
$$;
grant execute on function access.release_readers(uuid, uuid) to enamel_staff_write;
