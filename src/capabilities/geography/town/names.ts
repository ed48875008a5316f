import { hashed, randomFrom } from './random.ts';

const FIRST = [
  'Lantern',
  'Juniper',
  'Gull',
  'Copper',
  'Mariner',
  'Heather',
  'Saddler',
  'Willow',
  'Anchor',
  'Barley',
  'Chandler',
  'Larch',
  'Compass',
  'Orchard',
  'Falcon',
  'Mill',
  'Rowan',
  'Salt',
  'Tanner',
  'Birch',
  'Cooper',
  'Harbour',
  'Meadow',
  'Linden',
  'Sparrow',
  'Weaver',
  'Quarry',
  'Cedar',
  'Ferry',
  'Hazel',
  'Kestrel',
  'Maple',
  'Plover',
  'Ropewalk',
  'Thistle',
  'Wren',
  'Aspen',
  'Beacon',
  'Clover',
  'Drover',
  'Elder',
  'Fern',
  'Granite',
  'Hawthorn',
  'Ivy',
  'Jasmine',
  'Kelp',
  'Lark',
  'Mason',
  'Nettle',
  'Oak',
  'Pebble',
  'Quince',
  'Raven',
  'Sorrel',
  'Tern',
  'Umber',
  'Violet',
  'Wharf',
  'Yarrow',
  'Alder',
  'Bramble',
  'Candle',
  'Dolphin',
  'Ember',
  'Fisher',
  'Gorse',
  'Heron',
  'Island',
  'Jetty',
  'Kiln',
  'Lagoon',
  'Moss',
  'North',
  'Osprey',
  'Poplar',
  'Reed',
  'Shepherd',
  'Tide',
  'Vine',
  'Walnut',
  'Acorn',
  'Brook',
  'Curlew',
  'Dune',
  'Glover',
  'Hollow',
  'Kingfisher',
  'Lighthouse',
  'Magpie',
  'Pilot',
  'Sailmaker',
  'Tailor',
];

const LOCAL_LAST = ['Street', 'Lane', 'Row', 'Way', 'Close', 'Walk', 'Place', 'Terrace', 'Grove', 'Gardens'];
const MAIN_LAST = ['Avenue', 'Road', 'Boulevard', 'Parade'];
const VILLAGE_LAST = [
  'wick',
  'by',
  'ford',
  'ton',
  'haven',
  'stead',
  'combe',
  'ness',
  'field',
  'bridge',
  'mere',
];
const DISTRICT_LAST = [
  'Hill',
  'Green',
  'Park',
  'End',
  'Side',
  'Fields',
  'Heights',
  'Cross',
  'Quarter',
  'Common',
];

/** Gives names that do not repeat before all have been used. */
export class Names {
  private readonly locals: string[];
  private readonly mains: string[];
  private readonly villages: string[];
  private readonly districts: string[];
  private readonly taken = { local: 0, main: 0, village: 0, district: 0 };
  private readonly byStreet = new Map<number, string>();

  constructor(seed: number) {
    this.locals = shuffled(
      seed,
      FIRST.flatMap((first) => LOCAL_LAST.map((last) => `${first} ${last}`)),
    );
    this.mains = shuffled(
      seed + 1,
      FIRST.flatMap((first) => MAIN_LAST.map((last) => `${first} ${last}`)),
    );
    this.villages = shuffled(
      seed + 2,
      FIRST.flatMap((first) => VILLAGE_LAST.map((last) => first + last)),
    );
    this.districts = shuffled(
      seed + 3,
      FIRST.flatMap((first) => DISTRICT_LAST.map((last) => `${first} ${last}`)),
    );
  }

  local(): string {
    return take(this.locals, this.taken.local++);
  }

  village(): string {
    return take(this.villages, this.taken.village++);
  }

  district(): string {
    return take(this.districts, this.taken.district++);
  }

  /** The name of a main road by its number. */
  main(street: number): string {
    let name = this.byStreet.get(street);
    if (!name) {
      name = street === 1000 ? 'Old Wall Ring' : take(this.mains, this.taken.main++);
      this.byStreet.set(street, name);
    }
    return name;
  }
}

function take(list: readonly string[], index: number): string {
  return list[index % list.length] as string;
}

function shuffled(seed: number, list: string[]): string[] {
  const random = randomFrom(Math.floor(hashed(seed, list.length) * 1e9));
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j] as string, list[i] as string];
  }
  return list;
}
