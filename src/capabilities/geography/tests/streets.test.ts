import { describe, expect, it } from 'vitest';
import { RoutingError } from '../routing/errors.ts';
import { draw } from './draw.ts';

const SQUARE = `
  abc
  def
  ghi
`;

describe('one-way streets', () => {
  it('sends cars round and lets walkers through', () => {
    const map = draw(SQUARE, [
      { along: 'ab', tags: { oneway: 'yes' } },
      { along: 'adeb' },
      { along: 'bc' },
      { along: 'dg' },
    ]);
    expect(map.way('car', 'ad', 'cb')).toBe('ab');
    expect(map.way('car', 'cb', 'ad')).toBe('bed');
    expect(map.way('foot', 'cb', 'ad')).toBe('ba');
  });

  it('understands streets that run against their drawing, and bicycles that may', () => {
    const map = draw(SQUARE, [
      { along: 'ab', tags: { oneway: '-1', 'oneway:bicycle': 'no' } },
      { along: 'adeb' },
      { along: 'bc' },
      { along: 'gd' },
    ]);
    expect(map.way('car', 'gd', 'ab')).toBe('deb');
    expect(map.way('bike', 'gd', 'ab')).toBe('da');
  });

  it('goes round a block when the end lies behind the start on a one-way street', () => {
    const map = draw(SQUARE, [{ along: 'abeda', tags: { oneway: 'yes' } }]);
    const start = map.near('b', 'a');
    const end = map.near('a', 'b');
    const route = map.router.route('car', [start, end]);
    expect(route.distanceMeters).toBeGreaterThan(350);
    expect(route.distanceMeters).toBeLessThan(400);
  });
});

describe('turn restrictions', () => {
  const ways = [
    { along: 'de' },
    { along: 'ef' },
    { along: 'eb' },
    { along: 'eh' },
    { along: 'bcf' },
    { along: 'dg' },
    { along: 'ghi' },
    { along: 'if' },
  ];

  it('forbids one turn at a junction', () => {
    const map = draw(SQUARE, ways, { restrictions: [{ from: 0, via: 'e', to: 2, kind: 'no_left_turn' }] });
    expect(map.way('car', 'de', 'be')).not.toBe('e');
    expect(map.way('car', 'fe', 'be')).toBe('e');
    expect(map.way('foot', 'de', 'be')).toBe('e');
  });

  it('commands one turn at a junction', () => {
    const map = draw(SQUARE, ways, { restrictions: [{ from: 0, via: 'e', to: 3, kind: 'only_right_turn' }] });
    expect(map.way('car', 'de', 'fe')).not.toBe('e');
    expect(map.way('car', 'he', 'fe')).toBe('e');
    expect(map.way('car', 'de', 'he')).toBe('e');
  });

  it('remembers where one came from along a via way', () => {
    // From the west over e-f one may not go on into f-i; from b one may.
    const map = draw(SQUARE, [...ways, { along: 'fi' }], {
      restrictions: [{ from: 0, via: 1, to: 7, kind: 'no_right_turn' }],
    });
    expect(map.way('car', 'de', 'if')).not.toBe('ef');
    expect(map.way('car', 'be', 'if')).toBe('ef');
    expect(map.way('car', 'de', 'cf')).toBe('ef');
  });
});

describe('access', () => {
  it('stops cars at a bollard, and lets the others pass', () => {
    const map = draw('abc\nd.f', [{ along: 'abc' }, { along: 'adfc' }], {
      nodes: { b: { barrier: 'bollard' } },
    });
    expect(map.way('car', 'ab', 'cb')).toBe('adfc');
    expect(map.way('bike', 'ab', 'cb')).toBe('b');
    expect(map.way('foot', 'ab', 'cb')).toBe('b');
  });

  it('opens a gate to whom its tags name', () => {
    const gate = { barrier: 'gate', access: 'private', bicycle: 'yes' };
    const map = draw('abc\nd.f', [{ along: 'abc' }, { along: 'adfc' }], { nodes: { b: gate } });
    expect(map.way('car', 'ab', 'cb')).toBe('adfc');
    expect(map.way('bike', 'ab', 'cb')).toBe('b');
  });

  it('enters a private way to its doors, and never passes through', () => {
    const map = draw('abc\nd.f', [
      { along: 'ab' },
      { along: 'bc', tags: { access: 'private' } },
      { along: 'adfc' },
    ]);
    expect(map.way('car', 'ab', 'fc')).toBe('adf');
    expect(map.way('car', 'ab', 'bc')).toBe('b');
    expect(map.way('car', 'bc', 'ab')).toBe('b');
  });

  it('does not turn round on the way, but does in a dead end', () => {
    const map = draw(SQUARE, [{ along: 'de' }, { along: 'ef' }, { along: 'eb' }], {
      restrictions: [{ from: 0, via: 'e', to: 2, kind: 'no_left_turn' }],
    });
    // The only way to b is to drive to the end of e-f and come back.
    expect(map.way('car', 'de', 'be')).toBe('efe');
  });

  it('keeps bicycles off motorways and cars off cycleways', () => {
    const map = draw('abc\nd.f', [
      { along: 'abc', tags: { highway: 'motorway', oneway: 'no' } },
      { along: 'adfc', tags: { highway: 'cycleway' } },
      { along: 'ad', tags: { highway: 'residential' } },
    ]);
    expect(() => map.way('car', 'df', 'fd')).not.toThrow();
    expect(map.way('bike', 'ad', 'cf')).toBe('df');
  });
});

describe('explanations', () => {
  it('names the stop that is off the network', () => {
    const map = draw('ab', [{ along: 'ab' }]);
    const far = { lat: 1, lng: 1 };
    expect(() => map.router.route('car', [map.near('a', 'b'), far])).toThrow(/Stop 2 .* more than 1000 m/);
  });

  it('says that two parts do not connect', () => {
    const map = draw('ab.cd', [{ along: 'ab' }, { along: 'cd' }]);
    const ask = () => map.router.route('car', [map.near('a', 'b'), map.near('c', 'd')]);
    expect(ask).toThrow(RoutingError);
    expect(ask).toThrow(/do not connect/);
  });
});
