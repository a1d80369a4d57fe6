-- Pictures of documents: made by a job for every version that becomes ready, whichever way it came in.
create function platform.picture_wanted() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform platform.enqueue_job('make-pictures', jsonb_build_object('practice', new.practice_id, 'document', new.document_id));
  return null;
end $$;
create trigger picture_wanted after insert or update of state on public.document_version for each row
  when (new.state = 'ready' and new.rendered = 'waiting') execute function platform.picture_wanted();
