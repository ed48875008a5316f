import { buildRegion } from '../region/build-region.ts';
import { openRegion } from '../region/region.ts';
import { Router } from '../routing/router.ts';
import { MapSourceBuilder } from '../source/builder.ts';
import type { Tags } from '../source/map-source.ts';

const METERS_PER_DEGREE = 111_195;

/**
 * A small map drawn by hand: corners by letter on a grid of 100 m, ways as strings of letters.
 * The last row of the picture is the southernmost.
 */
export function draw(
  picture: string,
  ways: readonly { along: string; tags?: Tags }[],
  more: {
    nodes?: Record<string, Tags>;
    restrictions?: { from: number; via: string | number; to: number; kind: string }[];
  } = {},
) {
  const builder = new MapSourceBuilder();
  const points = new Map<string, { lat: number; lng: number; node: number }>();
  const rows = picture.trim().split('\n');
  for (const [row, line] of rows.entries()) {
    for (const [column, letter] of [...line.trim()].entries()) {
      if (letter === '.') continue;
      const lat = ((rows.length - row) * 100) / METERS_PER_DEGREE;
      const lng = (column * 100) / METERS_PER_DEGREE;
      points.set(letter, { lat, lng, node: builder.node(lat, lng, more.nodes?.[letter]) });
    }
  }
  const at = (letter: string) => {
    const point = points.get(letter);
    if (!point) throw new Error(`The picture has no ${letter}`);
    return point;
  };
  for (const { along, tags } of ways) {
    builder.way(
      [...along].map((letter) => at(letter).node),
      { highway: 'residential', name: along, ...tags },
    );
  }
  for (const { from, via, to, kind } of more.restrictions ?? []) {
    const middle =
      typeof via === 'number'
        ? { kind: 'way' as const, index: via, role: 'via' }
        : { kind: 'node' as const, index: at(via).node, role: 'via' };
    builder.relation(
      [{ kind: 'way', index: from, role: 'from' }, middle, { kind: 'way', index: to, role: 'to' }],
      { type: 'restriction', restriction: kind },
    );
  }
  const source = builder.build({ name: 'drawn', attribution: 'nobody', drivesOn: 'right' });
  const region = openRegion(buildRegion(source));
  const router = new Router(region);
  /** The point a third of the way from one letter to another. */
  const near = (from: string, to: string) => {
    const a = at(from);
    const b = at(to);
    return { lat: a.lat + (b.lat - a.lat) / 3, lng: a.lng + (b.lng - a.lng) / 3 };
  };
  /** Corners that the cheapest way passes, by letter. */
  const way = (profile: 'car' | 'bike' | 'foot', from: string, to: string): string => {
    const start = near(from[0] as string, from[1] as string);
    const end = near(to[0] as string, to[1] as string);
    const { geometry } = router.route(profile, [start, end]);
    return geometry
      .slice(1, -1)
      .map(
        ([lng, lat]) =>
          [...points].find(([, p]) => Math.abs(p.lat - lat) + Math.abs(p.lng - lng) < 1e-6)?.[0] ?? '?',
      )
      .join('');
  };
  return { region, router, near, way, source };
}
