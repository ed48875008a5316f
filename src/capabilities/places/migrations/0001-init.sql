create extension if not exists pg_trgm with schema public;
create extension if not exists cube with schema public;

-- A point as a unit vector from the centre of the earth: no seam at the antimeridian, no squeeze at the poles, and the
-- straight line between two of them grows with the way over the ground, so that a GiST index finds the nearest.
create function places.on_sphere(lat double precision, lng double precision) returns public.cube
language sql immutable parallel safe
return public.cube(array[
  cos(radians(lat)) * cos(radians(lng)), cos(radians(lat)) * sin(radians(lng)), sin(radians(lat))]);

create table places.regions (
  id uuid primary key,
  version integer not null,
  name text not null,
  kind text not null check (kind in ('polygon', 'circle')),
  -- As it was given: the ring of a polygon, or center and radiusMeters.
  definition jsonb not null,
  -- The polygon, or one around the circle; x is the longitude.
  shape polygon not null,
  center public.cube,
  -- The circle's radius as a straight line on the unit sphere.
  radius_chord double precision,
  area_square_meters double precision not null,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index regions_shape on places.regions using gist (shape);
create unique index regions_name on places.regions (lower(name));

create table places.places (
  id uuid primary key,
  version integer not null,
  party_id uuid,
  name text,
  street text,
  house_number text,
  postcode text,
  city text,
  country text,
  instructions text,
  reference text,
  lat double precision not null,
  lng double precision not null,
  region_id uuid,
  -- The address in one spelling, by which an import finds again what it brought before.
  natural_key text not null,
  archived_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  position public.cube not null generated always as (places.on_sphere(lat, lng)) stored,
  -- What people type to find it.
  search text not null generated always as (
    lower(coalesce(name, '') || ' ' || coalesce(street, '') || ' ' || coalesce(house_number, '') || ' '
      || coalesce(postcode, '') || ' ' || coalesce(city, '') || ' ' || coalesce(reference, ''))) stored,
  words tsvector not null generated always as (to_tsvector('simple',
    coalesce(name, '') || ' ' || coalesce(street, '') || ' ' || coalesce(house_number, '') || ' '
      || coalesce(postcode, '') || ' ' || coalesce(city, '') || ' ' || coalesce(reference, ''))) stored
);
create unique index places_reference on places.places (reference) where reference is not null;
create index places_natural_key on places.places (natural_key);
create index places_present on places.places (id) where archived_at is null;
create index places_party on places.places (party_id, id) where party_id is not null;
create index places_region on places.places (region_id, id) where archived_at is null;
create index places_postcode on places.places (postcode, id) where archived_at is null;
create index places_nearest on places.places using gist (position) where archived_at is null;
create index places_box on places.places using gist (point(lng, lat)) where archived_at is null;
create index places_words on places.places using gin (words) where archived_at is null;
create index places_search on places.places using gin (search public.gin_trgm_ops) where archived_at is null;
create index places_prefix on places.places (search text_pattern_ops) where archived_at is null;

-- The smallest region around a point.
create function places.region_at(lat double precision, lng double precision) returns uuid
language sql stable parallel safe
begin atomic
  select r.id from places.regions r
  where r.shape @> point(lng, lat)
    and (r.radius_chord is null or public.cube_distance(r.center, places.on_sphere(lat, lng)) <= r.radius_chord)
  order by r.area_square_meters, r.id limit 1;
end;
