-- Browsers and apps from which a login has succeeded before: they have tries of their own, so that an attack on an
-- account from elsewhere does not keep its owner out. One token per device, one row for each account used on it.
create table accounts.known_devices (
  -- SHA-256; the token itself is in the device's cookie alone.
  token_hash bytea not null,
  -- SHA-256 of the mail address in lower case.
  mail_hash bytea not null,
  first_login_at timestamptz not null,
  last_login_at timestamptz not null,
  primary key (token_hash, mail_hash)
);
create index known_devices_mail on accounts.known_devices (mail_hash);
create index known_devices_last_login on accounts.known_devices (last_login_at);
