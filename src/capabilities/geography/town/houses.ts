import type { Canvas } from './canvas.ts';
import { distance, type Polygon, type Spot } from './plane.ts';
import type { PlotMap } from './plot-map.ts';
import { pick, type Random } from './random.ts';

export interface HouseStyle {
  /** Metres of street front a house. */
  front: number;
  depth: number;
  /** From the middle of the street to the wall. */
  setback: number;
  /** Share of the plots that are built on. */
  density: number;
  /** Share of the front that is wall. */
  fill: number;
  building: string;
  /** Share of houses with a shop, a café or an office. */
  shops: number;
}

export interface HouseAddress {
  street: string;
  postcode: string;
  city: string;
}

const SHOPS: readonly [key: string, value: string, name: string][] = [
  ['shop', 'bakery', 'Bakery'],
  ['shop', 'supermarket', 'Market'],
  ['shop', 'convenience', 'Corner Shop'],
  ['shop', 'books', 'Books'],
  ['shop', 'hardware', 'Hardware'],
  ['shop', 'florist', 'Flowers'],
  ['shop', 'bicycle', 'Cycles'],
  ['shop', 'clothes', 'Clothing'],
  ['shop', 'hairdresser', 'Hair'],
  ['shop', 'butcher', 'Butcher'],
  ['amenity', 'cafe', 'Café'],
  ['amenity', 'restaurant', 'Kitchen'],
  ['amenity', 'pharmacy', 'Pharmacy'],
  ['amenity', 'bank', 'Savings Bank'],
  ['amenity', 'pub', 'Tavern'],
  ['tourism', 'hotel', 'Hotel'],
];

const CORNER_METERS = 13;

/** Numbers handed out along a street, odd on its left and even on its right. */
export class StreetNumbers {
  private readonly used = new Set<number>();

  /** The number for a house so many metres along; the next free one on its side. */
  at(meters: number, isLeft: boolean): number {
    let number = 2 * Math.floor(meters / 9) + (isLeft ? 1 : 2);
    while (this.used.has(number)) number += 2;
    this.used.add(number);
    return number;
  }
}

export class HouseBuilder {
  private readonly canvas: Canvas;
  private readonly random: Random;
  private readonly withWalls: boolean;
  houseCount = 0;

  /** Without walls a house is only its address, for the largest towns. */
  constructor(canvas: Canvas, random: Random, withWalls: boolean) {
    this.canvas = canvas;
    this.random = random;
    this.withWalls = withWalls;
  }

  /** Sets houses along both sides of a street, or only on its left. */
  line(
    spots: readonly Spot[],
    plots: PlotMap,
    style: HouseStyle,
    address: HouseAddress,
    numbers: StreetNumbers,
    more: { leftOnly?: boolean; startMeters?: number; isReversed?: boolean } = {},
  ): void {
    let before = more.startMeters ?? 0;
    const total = spots.reduce(
      (sum, spot, i) => (i === 0 ? 0 : sum + distance(spots[i - 1] as Spot, spot)),
      0,
    );
    for (let i = 1; i < spots.length; i++) {
      const a = spots[i - 1] as Spot;
      const b = spots[i] as Spot;
      const length = distance(a, b);
      for (let at = CORNER_METERS; at + style.front <= length - CORNER_METERS + 6; at += style.front) {
        for (const isLeft of more.leftOnly ? [true] : [true, false]) {
          if (this.random() > style.density) continue;
          const wall = houseOutline(a, b, at, style, isLeft, 0.88 + 0.24 * this.random());
          if (!plots.claim(wall)) continue;
          const along = before + at;
          const meters = more.isReversed
            ? (more.startMeters ?? 0) + total - (along - (more.startMeters ?? 0))
            : along;
          const number = numbers.at(meters, isLeft !== (more.isReversed ?? false));
          this.house(wall, style, address, number);
        }
      }
      before += length;
    }
  }

  private house(wall: Polygon, style: HouseStyle, address: HouseAddress, number: number): void {
    this.houseCount++;
    const tags: Record<string, string> = {
      building: style.building,
      'addr:housenumber': String(number),
      'addr:street': address.street,
      'addr:postcode': address.postcode,
      'addr:city': address.city,
    };
    if (this.random() < style.shops) {
      const [key, value, name] = pick(this.random, SHOPS);
      tags[key] = value;
      tags['name'] = `${address.street.split(' ')[0]} ${name}`;
    }
    if (this.withWalls) this.canvas.area(wall, tags);
    else {
      const { building: _building, ...plain } = tags;
      this.canvas.node(wall[0] as Spot, plain);
    }
  }
}

/** A rectangle beside a street, or an L. */
function houseOutline(
  a: Spot,
  b: Spot,
  at: number,
  style: HouseStyle,
  isLeft: boolean,
  size: number,
): Polygon {
  const length = distance(a, b);
  const ux = (b.x - a.x) / length;
  const uy = (b.y - a.y) / length;
  const side = isLeft ? 1 : -1;
  const nx = -uy * side;
  const ny = ux * side;
  const width = style.front * style.fill * Math.min(1, size);
  const depth = style.depth * size;
  const start = at + (style.front - width) / 2;
  const spot = (along: number, away: number): Spot => ({
    x: a.x + ux * (start + along) + nx * (style.setback + away),
    y: a.y + uy * (start + along) + ny * (style.setback + away),
  });
  if (size > 1.04 && style.fill < 0.9) {
    const wing = width * 0.45;
    const corners = [
      spot(0, 0),
      spot(width, 0),
      spot(width, depth),
      spot(wing, depth),
      spot(wing, depth * 0.6),
      spot(0, depth * 0.6),
    ];
    return isLeft ? corners : corners.reverse();
  }
  const corners = [spot(0, 0), spot(width, 0), spot(width, depth), spot(0, depth)];
  return isLeft ? corners : corners.reverse();
}
