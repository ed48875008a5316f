-- People who can log in. Their name stands with their party as well, which other rooms show.
create table accounts.users (
  id uuid primary key,
  version integer not null,
  party_id uuid not null unique,
  mail text not null,
  mail_verified_at timestamptz,
  name text not null,
  language text not null default 'en',
  -- argon2id in the PHC string form; null for who logs in by passkey or another provider alone.
  password_hash text,
  password_changed_at timestamptz,
  deactivated_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index users_mail on accounts.users (lower(mail));

-- What a user may do, by the names of roles.
create table accounts.user_roles (
  user_id uuid not null references accounts.users (id),
  role text not null,
  primary key (user_id, role)
);

-- One login on one device: a family of refresh tokens.
create table accounts.sessions (
  id uuid primary key,
  version integer not null,
  user_id uuid not null references accounts.users (id),
  transport text not null check (transport in ('cookie', 'body')),
  device_name text,
  user_agent text,
  address text,
  factors text[] not null,
  -- Key of the family: with it, and the token that the client sends, the next token is computed. Neither is enough alone.
  seed bytea not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  idle_expires_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text
);
create index sessions_user on accounts.sessions (user_id, last_used_at) where ended_at is null;
create index sessions_over on accounts.sessions (coalesce(ended_at, expires_at));

create table accounts.refresh_tokens (
  -- SHA-256; the token itself is nowhere.
  hash bytea primary key,
  session_id uuid not null references accounts.sessions (id) on delete cascade,
  issued_at timestamptz not null,
  rotated_at timestamptz
);
create index refresh_tokens_session on accounts.refresh_tokens (session_id);

-- Ed25519 pairs that sign access tokens: the newest one whose time has come signs, all verify until they expire.
create table accounts.token_keys (
  id text primary key,
  public_key bytea not null,
  -- PKCS #8, sealed for this row.
  private_key bytea not null,
  signs_from timestamptz not null,
  -- The end of the longest token that it signed beyond the usual life of one.
  reserved_until timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null
);

-- Links that work once: sign-up, reset of a password, change of mail, first set-up.
create table accounts.one_time_links (
  id uuid primary key,
  kind text not null,
  -- SHA-256 of the token in the link; null until its mail is made.
  hash bytea unique,
  user_id uuid references accounts.users (id),
  mail text,
  details jsonb not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index one_time_links_user on accounts.one_time_links (user_id, kind) where used_at is null;
create index one_time_links_mail on accounts.one_time_links (lower(mail), kind) where used_at is null;
create index one_time_links_expiry on accounts.one_time_links (expires_at);

create table accounts.invitations (
  id uuid primary key,
  version integer not null,
  hash bytea not null unique,
  role text not null,
  mail text,
  name text,
  language text not null default 'en',
  -- The person that the new user will be, such as a driver who is known already; null: a new one.
  party_id uuid,
  -- The company that the person will belong to, such as a carrier.
  company_id uuid,
  invited_by text not null,
  refused_tries integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references accounts.users (id),
  withdrawn_at timestamptz
);
create index invitations_created on accounts.invitations (created_at desc, id desc);
