-- What arrived rests as `checking` where a virus scanner is named, and a job looks through it; what it could not look through is
-- `held` until somebody with the right decides, and the row says who did and why.
alter table document_version
  add column decided_by uuid,
  add column decided_by_name text,
  add column decided_why text check (length(decided_why) between 1 and 500);
create index document_version_checking on document_version (practice_id, created_at) where state in ('checking', 'held');

grant update (decided_by, decided_by_name, decided_why) on public.document_version to enamel_staff_write;
-- To find the files of what was refused after it had come to rest.
grant select (failure) on public.document_version to enamel_job;

-- By whichever door it came: a job of its own, written in the same commit.
create function platform.scan_wanted() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform platform.enqueue_job('scan', jsonb_build_object('practice', new.practice_id, 'document', new.document_id));
  return null;
end $$;
create trigger scan_wanted after update of state on public.document_version for each row
  when (new.state = 'checking') execute function platform.scan_wanted();
-- What a person refused is removed from the store by the same job.
create trigger refusal_wanted after update of state on public.document_version for each row
  when (old.state = 'held' and new.state = 'rejected') execute function platform.scan_wanted();
