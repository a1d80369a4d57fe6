-- Roles are shared by a whole cluster, so this file runs under the cluster-wide lock of migrate.ts, before any
-- migration, and may run any number of times.
--
-- enamel_runtime is the only role that logs in at run time. It owns nothing, inherits nothing and bypasses nothing:
-- without SET LOCAL ROLE it cannot read one table. The kinds of principal are the roles below it.
do $$
declare
  kind text;
begin
  foreach kind in array array[
    'enamel_definer',        -- owns the SECURITY DEFINER functions; nobody becomes it
    'enamel_identity',       -- before there is a hat: may call the identity functions, and nothing else
    'enamel_staff_read', 'enamel_staff_write',
    'enamel_patient_read', 'enamel_patient_write',
    'enamel_guest_read', 'enamel_guest_write',   -- somebody outside whom papers were shared with, or who was asked for some
    'enamel_folder_read', 'enamel_folder_write', -- a practice's own program that takes in what a scanner writes
    'enamel_job',            -- one practice per transaction, for jobs
    'enamel_worker'          -- owns the job queue's own schema
  ] loop
    if not exists (select from pg_roles where rolname = kind) then
      execute format('create role %I nologin noinherit nosuperuser nobypassrls nocreatedb nocreaterole', kind);
    end if;
  end loop;
  if not exists (select from pg_roles where rolname = 'enamel_runtime') then
    create role enamel_runtime login noinherit nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
end $$;

grant enamel_identity, enamel_staff_read, enamel_staff_write, enamel_patient_read, enamel_patient_write,
      enamel_guest_read, enamel_guest_write, enamel_folder_read, enamel_folder_write, enamel_job, enamel_worker
   to enamel_runtime with inherit false, set true;

-- An owner that is no superuser needs these to hand functions and the queue's schema over.
grant enamel_definer, enamel_worker to current_user with inherit true, set true;
