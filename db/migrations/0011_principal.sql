-- Whose a session is, is asked at each request before anything else, in one statement and no transaction: so the login role
-- itself may ask it. The function wants the hash of a session's token, which whoever has could use anyway; the role can
-- still read no table and call nothing else.
grant usage on schema identity to enamel_runtime;
grant execute on function identity.principal(bytea, uuid, uuid, uuid, boolean) to enamel_runtime;
