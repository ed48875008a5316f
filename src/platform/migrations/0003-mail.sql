-- Mails that would have been sent if a mail server were set: shown at /dev/mail, the newest some hundred are kept.
create table platform.unsent_mails (
  id bigint generated always as identity primary key,
  recipient text not null,
  subject text not null,
  plain text not null,
  html text not null,
  made_at timestamptz not null
);
