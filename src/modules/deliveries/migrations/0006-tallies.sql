-- Kept by the subscriber tallyOutcomes: what came of offers and promises, for the metrics.
create table deliveries.tallies (
  name text not null,
  label text not null,
  count bigint not null,
  primary key (name, label)
);
