-- After every migration: each SECURITY DEFINER function belongs to enamel_definer (which owns nothing else, cannot log in
-- and is entered by nobody), so that it sees what that role's policies show and not what an owner or superuser would.
-- enamel_worker's one function, which writes to the queue that only that role owns, stays its own.
do $$
declare
  s text;
  f regprocedure;
begin
  foreach s in array array['access', 'audit', 'identity', 'platform'] loop
    execute format('grant create on schema %I to enamel_definer', s);
    for f in
      select p.oid from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname = s and p.prosecdef
         and p.proowner not in ('enamel_definer'::regrole, 'enamel_worker'::regrole)
    loop
      execute format('alter function %s owner to enamel_definer', f);
    end loop;
    execute format('revoke create on schema %I from enamel_definer', s);
  end loop;
end $$;
