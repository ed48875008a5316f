create table documents.uploads (
  id uuid primary key,
  version integer not null,
  state text not null check (state in ('receiving', 'complete')),
  content_type text not null,
  size_bytes bigint not null,
  received_bytes bigint not null check (received_bytes between 0 and size_bytes),
  -- As announced by the client, checked at the end; then what was computed.
  sha256 bytea,
  -- Who sent it, and the party they acted as.
  created_by text not null,
  party_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- A half upload is removed after this time.
  expires_at timestamptz,
  constraint complete_is_whole check (state <> 'complete' or (received_bytes = size_bytes and sha256 is not null))
);
create index uploads_expiry on documents.uploads (expires_at) where state = 'receiving';
create index uploads_party on documents.uploads (party_id, id) where party_id is not null;
