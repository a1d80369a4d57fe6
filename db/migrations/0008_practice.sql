-- The register and the access history at the size of a real practice.

-- Newest first: the next chart number counts on from these.
create index patient_newest on patient (practice_id, created_at desc);
-- Refusals are few among many openings; whoever looks for them must not read all of them.
create index audit_event_denied on audit_event (practice_id, at desc, id desc) where decision = 'deny';

-- Who opened a record is for everybody who treats that patient to see. What colleagues did besides (settings, members,
-- searches refused) is for those who answer for it; everybody sees what they did themselves.
create policy own_or_answerable on public.audit_event as restrictive for select to enamel_staff_read, enamel_staff_write
  using (patient_id is not null or document_id is not null or hat_id = (select access.setting('hat'))
    or (select access.staff_has('{owner,privacy_officer}')));
