-- Pictures of documents: a job makes them of a version as it becomes ready; what came in otherwise (a restored copy, the demo's
-- year) is found by the minute's round, a few at a time.
create function platform.picture_wanted() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform platform.enqueue_job('make-pictures', jsonb_build_object('practice', new.practice_id, 'document', new.document_id));
  return null;
end $$;
create trigger picture_wanted after update of state on public.document_version for each row
  when (new.state = 'ready' and new.rendered = 'waiting') execute function platform.picture_wanted();
