-- Second factors, passkeys, remembered devices, and sign-in with other providers.

-- One row for each user who ever touched a factor; locked first by every change and every answer.
create table accounts.factor_states (
  user_id uuid primary key references accounts.users (id) on delete cascade,
  -- The sequence of the events about this user's factors.
  version integer not null default 0,
  -- Since when a factor is asked of this user who has none; the time of grace counts from here.
  required_since timestamptz,
  recovery_made_at timestamptz
);

create table accounts.factor_totps (
  id uuid primary key,
  user_id uuid not null references accounts.users (id) on delete cascade,
  name text not null,
  -- Sealed for this row; never in the clear.
  secret text not null,
  created_at timestamptz not null,
  -- Null until a code has shown that the app holds the secret; it does not count before.
  confirmed_at timestamptz,
  -- The newest 30-second step of which a code was taken; it and all before are worth nothing any more.
  last_step bigint not null default 0,
  last_used_at timestamptz
);
create index factor_totps_user on accounts.factor_totps (user_id);

create table accounts.factor_passkeys (
  id uuid primary key,
  user_id uuid not null references accounts.users (id) on delete cascade,
  name text not null,
  -- base64url, as browsers give it.
  credential_id text not null unique,
  public_key bytea not null,
  -- How often it has signed, as it says itself; 0 for those that do not count.
  counter bigint not null,
  transports text[] not null,
  -- Kept by several devices of its owner, such as a phone's account, or by one alone.
  synced boolean not null,
  aaguid text not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index factor_passkeys_user on accounts.factor_passkeys (user_id);

create table accounts.factor_recovery_codes (
  user_id uuid not null references accounts.users (id) on delete cascade,
  -- SHA-256 of user and code; the code has 80 random bits.
  hash bytea not null,
  used_at timestamptz,
  primary key (user_id, hash)
);

-- Questions that wait for one answer: the second step of a login, a login by passkey, a new passkey.
create table accounts.factor_challenges (
  -- SHA-256 of what the client holds.
  hash bytea primary key,
  purpose text not null check (purpose in ('second_step', 'passkey_login', 'new_passkey', 'confirmation')),
  user_id uuid references accounts.users (id) on delete cascade,
  -- What an authenticator has to sign, base64url.
  passkey_challenge text,
  -- How the login began, to go on with after the second step.
  details jsonb not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz not null,
  answered_at timestamptz
);
create index factor_challenges_expiry on accounts.factor_challenges (expires_at);
create index factor_challenges_user on accounts.factor_challenges (user_id);

-- Browsers in which the second step was taken and need not be taken again for a while.
create table accounts.factor_devices (
  id uuid primary key,
  user_id uuid not null references accounts.users (id) on delete cascade,
  -- SHA-256 of the cookie.
  hash bytea not null unique,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index factor_devices_user on accounts.factor_devices (user_id) where revoked_at is null;

-- Who must have a second factor; one row, made by the first change.
create table accounts.factor_policy (
  id boolean primary key default true check (id),
  version integer not null,
  required_roles text[] not null,
  grace_days integer not null,
  updated_at timestamptz not null
);

-- A session of a user whose time of grace is over: it may add a factor and nothing else.
alter table accounts.sessions add column enrol_only boolean not null default false;
-- When its user last showed again who they are; null: at its begin.
alter table accounts.sessions add column confirmed_at timestamptz;

create table accounts.oidc_connections (
  -- Part of the address to which the provider sends people back.
  id text primary key,
  version integer not null,
  name text not null,
  issuer text not null,
  client_id text not null,
  -- Sealed for this row; null for a public client.
  client_secret text,
  scopes text[] not null,
  -- Whether somebody who is not known here yet gets an account.
  sign_up boolean not null,
  disabled_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table accounts.oidc_identities (
  id uuid primary key,
  user_id uuid not null references accounts.users (id) on delete cascade,
  issuer text not null,
  subject text not null,
  provider_id text not null,
  -- As the provider said at the link; shown to its owner, decides nothing.
  mail text,
  created_at timestamptz not null,
  last_used_at timestamptz,
  unique (issuer, subject)
);
create index oidc_identities_user on accounts.oidc_identities (user_id);

-- Sign-ins on their way to a provider and back.
create table accounts.oidc_flows (
  -- SHA-256 of `state`.
  hash bytea primary key,
  provider_id text not null,
  issuer text not null,
  purpose text not null check (purpose in ('login', 'link')),
  -- Who asked for the link, in which session.
  user_id uuid references accounts.users (id) on delete cascade,
  session_id uuid,
  -- SHA-256 of the cookie of the browser that began it.
  browser_hash bytea not null,
  nonce text not null,
  code_verifier text not null,
  return_to text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index oidc_flows_expiry on accounts.oidc_flows (expires_at);
