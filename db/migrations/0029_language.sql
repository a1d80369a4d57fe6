-- A language belongs to a person: she chooses it on any page, and mails follow. A practice's own is that of what its staff
-- write (titles, notes, reasons), so that a screen reader pronounces it right in a page of the other language.

alter table public.practice add column language text not null default 'en' check (language in ('en', 'es'));
grant select (language) on public.practice to enamel_patient_read, enamel_patient_write;
grant update (language) on public.practice to enamel_staff_write;

create function identity.set_my_language(p_language text) returns void
  language sql volatile security definer set search_path = '' as $$
  update identity.person set language = p_language where id = identity.shown_by(null) and language <> p_language
$$;

-- For the browser that she has just signed in with. By her id, which only a sign-in in this transaction has found.
create function identity.language_of(p_person uuid) returns text
  language sql stable security definer set search_path = '' as $$
  select p.language from identity.person p where p.id = p_person
$$;

grant execute on function identity.set_my_language(text), identity.language_of(uuid) to enamel_identity;
