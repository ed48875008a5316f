import { describe, expect, it } from 'vitest';
import { syntheticTracks } from '../../../../bench/map/matching.ts';
import { TrackMatcher } from '../matching/match-track.ts';
import { joinMatched } from '../matching/matched-way.ts';
import { buildRegion } from '../region/build-region.ts';
import { openRegion } from '../region/region.ts';
import { PlainSearch } from '../routing/plain-search.ts';
import { reachableAreas } from '../routing/reachable.ts';
import { Router } from '../routing/router.ts';
import { generateTown } from '../town/generate-town.ts';

const town = openRegion(
  buildRegion(generateTown({ name: 'Track Town', seed: 5, streetPoints: 2500, detailed: false })),
);

describe('track matching', () => {
  it.each([
    [5, 1, 0.98],
    [10, 5, 0.97],
    [20, 30, 0.9],
  ])('finds the streets driven through %d m of noise, every %d s', (noise, every, share) => {
    const figures = syntheticTracks(town, 15, noise, every);
    expect(figures.foundShare).toBeGreaterThan(share);
    expect(figures.distanceError).toBeLessThan(0.12);
  });

  it('does not drive about while standing', () => {
    const router = new Router(town);
    const lat = town.network.shapeLat[20] as number;
    const lng = town.network.shapeLng[20] as number;
    const track = Array.from({ length: 100 }, (_none, i) => ({
      lat: lat + 300 * Math.sin(i * 1.7),
      lng: lng + 300 * Math.cos(i * 2.3),
    }));
    const runs = new TrackMatcher(town, 'car').match(track);
    const meters = runs
      .map((run) => joinMatched(town, 'car', router.search('car'), run).distanceMeters)
      .reduce((sum, each) => sum + each, 0);
    expect(meters).toBeLessThan(30);
  });

  it('says nothing about a track that is nowhere near a street', () => {
    const track = [1, 2, 3].map((i) => ({ lat: i * 1e6, lng: i * 1e6 }));
    expect(new TrackMatcher(town, 'car').match(track)).toEqual([]);
  });
});

describe('reachable areas', () => {
  it('grow with the time and are closed rings', () => {
    const graph = town.graphs.foot;
    const areas = reachableAreas(
      town.network,
      graph,
      new PlainSearch(graph),
      { edge: 5, share: 0.5 },
      [120, 300, 600],
    );
    const size = (coordinates: number[][][][]) =>
      coordinates.reduce((sum, rings) => {
        const [outer = []] = rings;
        expect(outer[0]).toEqual(outer[outer.length - 1]);
        return (
          sum +
          outer.reduce((area, [x = 0, y = 0], i) => {
            const [nx = 0, ny = 0] = outer[(i + 1) % outer.length] as number[];
            return area + (x * ny - nx * y) / 2;
          }, 0)
        );
      }, 0);
    const sizes = areas.map((area) => size(area.coordinates));
    expect(sizes[0]).toBeGreaterThan(0);
    expect(sizes[1]).toBeGreaterThan(sizes[0] as number);
    expect(sizes[2]).toBeGreaterThan(sizes[1] as number);
  });
});
