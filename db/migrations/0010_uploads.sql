-- An upload that runs when its session locks is finished as a job, which reads none of it: see lib/platform/arrival.ts.
grant update (content_type, byte_size, sha256, commitment, width, height, ready_at) on public.document_version to enamel_job;
