-- expand
-- Data that the server itself reads, such as a map, may be gigabytes: it is not read once more for a checksum.
alter table documents.uploads drop constraint complete_is_whole;
alter table documents.uploads add constraint complete_is_whole_or_data check (state <> 'complete' or (
  received_bytes = size_bytes and (sha256 is not null or content_type = 'application/octet-stream')));
