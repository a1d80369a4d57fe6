-- Persons, sessions and what proves who somebody is. No runtime role holds a privilege on these tables: they are
-- reached only through the functions of 0004 and later, each keyed by a token's hash, an e-mail address or a
-- credential's id. They hold no practice's data.

-- Nothing is anybody's until it is granted.
alter default privileges revoke execute on functions from public;
revoke all on schema public from public;

create schema identity;

create table identity.person (
  id uuid primary key default gen_random_uuid(),
  -- Stored as the person typed it for showing, and normalised for looking up (lower case, trimmed).
  email text,
  email_key text collate "C" unique,
  display_name text not null check (length(display_name) between 1 and 200),
  language text not null default 'en' check (language in ('en', 'es')),
  password_hash text,
  password_set_at timestamptz,
  -- Raised to end every session and link of a person at once.
  epoch int not null default 1,
  responder boolean not null default false,
  -- Demo accounts keep their credentials: a visitor must not be able to lock the next one out.
  credentials_fixed boolean not null default false,
  created_at timestamptz not null default now()
);

create table identity.session (
  id uuid primary key default gen_random_uuid(),
  -- SHA-256 of the 256-bit token in the cookie: a copy of this table opens nothing.
  token_hash bytea not null unique check (length(token_hash) = 32),
  person_id uuid not null references identity.person on delete cascade,
  person_epoch int not null,
  -- What was shown at sign-in: 1 one factor, 2 two factors or a passkey (NIST 800-63B authenticator assurance level).
  assurance smallint not null check (assurance in (1, 2)),
  method text not null,
  device text not null default '',
  phone_id uuid,
  workstation_id uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_act_at timestamptz not null default now(),
  step_up_until timestamptz,
  locked_at timestamptz,
  ended_at timestamptz,
  ended_why text
);
create index session_person on identity.session (person_id, created_at desc);

create table identity.totp (
  person_id uuid primary key references identity.person on delete cascade,
  -- Sealed by the application (AES-256-GCM, person id as associated data).
  sealed_secret bytea not null,
  -- The last time step accepted: a code is good once (RFC 6238 section 5.2).
  last_step bigint not null default 0,
  confirmed_at timestamptz,
  created_at timestamptz not null default now()
);

create table identity.recovery_code (
  person_id uuid not null references identity.person on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (person_id, code_hash)
);

create table identity.passkey (
  credential_id text primary key,
  person_id uuid not null references identity.person on delete cascade,
  public_key bytea not null,
  counter bigint not null default 0,
  transports text[] not null default '{}',
  backed_up boolean not null default false,
  name text not null default '',
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkey_person on identity.passkey (person_id);

-- A phone that its owner called her own: 90 days of signing in with a six-digit PIN that is worth nothing elsewhere.
create table identity.phone (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references identity.person on delete cascade,
  token_hash bytea not null unique,
  pin_hash text,
  pin_tries int not null default 0,
  label text not null default '',
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index phone_person on identity.phone (person_id);

-- One-use intermediate states: a sign-in between its steps, a WebAuthn challenge, a finished sign-in on its way to a
-- session. The token travels in a cookie or form; only its hash is kept.
create table identity.challenge (
  token_hash bytea primary key,
  purpose text not null,
  person_id uuid references identity.person on delete cascade,
  data jsonb not null default '{}',
  tries int not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index challenge_expiry on identity.challenge (expires_at);

-- A browser that once signed in to an account has a bucket of its own, so that a stranger who empties the account's
-- bucket does not lock its owner out.
create table identity.known_device (
  token_hash bytea not null,
  person_id uuid not null references identity.person on delete cascade,
  last_used_at timestamptz not null default now(),
  primary key (token_hash, person_id)
);

-- Token buckets for everything that is slowed. The key is an HMAC made by the application: no address, no e-mail.
create table identity.throttle (
  key bytea primary key,
  tokens double precision not null,
  at timestamptz not null
);
create index throttle_age on identity.throttle (at);

-- What happens outside any practice: sign-ins, factor changes, sessions ended, and requests refused before a hat was
-- found. Append-only.
create table identity.event (
  id uuid primary key default uuidv7(),
  at timestamptz not null default now(),
  person_id uuid,
  session_id uuid,
  request_id uuid,
  operation text not null,
  decision text not null check (decision in ('allow', 'deny')),
  reason text not null default '',
  detail jsonb not null default '{}'
);
create index event_person on identity.event (person_id, at desc);

-- Outgoing mail, written in the transaction that causes it and sent by a job. The letter is sealed by the application:
-- it may hold a one-use link, and a copy of the database must not.
create schema platform;
create table platform.outbox (
  id uuid primary key default uuidv7(),
  created_at timestamptz not null default now(),
  kind text not null,
  sealed bytea,
  attempts int not null default 0,
  not_before timestamptz not null default now(),
  sent_at timestamptz,
  failed_at timestamptz,
  last_error text
);
create index outbox_due on platform.outbox (not_before) where sent_at is null and failed_at is null;
