/** Reads Mapbox vector tiles into paths for a canvas: https://github.com/mapbox/vector-tile-spec */
export interface TileFeature {
  layer: string;
  kind: string;
  name: string;
  /** 1 point, 2 line, 3 area. */
  shape: number;
  path: Path2D;
  /** Of a point, in tile units. */
  at: readonly [number, number];
}

export const EXTENT = 4096;

class Reader {
  at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get more(): boolean {
    return this.at < this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.#bytes[this.at++] ?? 0;
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  }

  bytes(): Uint8Array {
    const length = this.varint();
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  skip(wire: number): void {
    if (wire === 0) this.varint();
    else if (wire === 2) this.bytes();
    else this.at += wire === 1 ? 8 : 4;
  }
}

/** Calls back with each field that has a length, and each number. */
function fields(bytes: Uint8Array, visit: (field: number, value: Uint8Array | number) => void): void {
  const reader = new Reader(bytes);
  while (reader.more) {
    const key = reader.varint();
    const wire = key & 7;
    if (wire === 2) visit(key >> 3, reader.bytes());
    else if (wire === 0) visit(key >> 3, reader.varint());
    else reader.skip(wire);
  }
}

function numbers(bytes: Uint8Array): number[] {
  const reader = new Reader(bytes);
  const list: number[] = [];
  while (reader.more) list.push(reader.varint());
  return list;
}

const text = new TextDecoder();

export function readTile(bytes: Uint8Array, wanted: ReadonlySet<string>): TileFeature[] {
  const found: TileFeature[] = [];
  fields(bytes, (field, layer) => {
    if (field === 3 && typeof layer !== 'number') readLayer(layer, wanted, found);
  });
  return found;
}

function readLayer(bytes: Uint8Array, wanted: ReadonlySet<string>, found: TileFeature[]): void {
  let name = '';
  const features: Uint8Array[] = [];
  const keys: string[] = [];
  const values: string[] = [];
  fields(bytes, (field, value) => {
    if (typeof value === 'number') return;
    if (field === 1) name = text.decode(value);
    else if (field === 2) features.push(value);
    else if (field === 3) keys.push(text.decode(value));
    else if (field === 4) values.push(stringOf(value));
  });
  if (!wanted.has(name)) return;
  for (const feature of features) found.push(readFeature(feature, name, keys, values));
}

function stringOf(bytes: Uint8Array): string {
  let found = '';
  fields(bytes, (field, value) => {
    if (field === 1 && typeof value !== 'number') found = text.decode(value);
  });
  return found;
}

function readFeature(bytes: Uint8Array, layer: string, keys: string[], values: string[]): TileFeature {
  const tags: Record<string, string> = {};
  let shape = 0;
  let geometry: number[] = [];
  fields(bytes, (field, value) => {
    if (field === 3) shape = Number(value);
    else if (field === 4 && typeof value !== 'number') geometry = numbers(value);
    else if (field === 2 && typeof value !== 'number') {
      const list = numbers(value);
      for (let i = 0; i < list.length; i += 2)
        tags[keys[list[i] as number] ?? ''] = values[list[i + 1] as number] ?? '';
    }
  });
  return { layer, kind: tags['kind'] ?? '', name: tags['name'] ?? '', shape, ...draw(geometry) };
}

const zigzag = (value: number): number => (value & 1 ? -(value + 1) / 2 : value / 2);

function draw(geometry: number[]): Pick<TileFeature, 'path' | 'at'> {
  const path = new Path2D();
  let [x, y, i] = [0, 0, 0];
  let at: readonly [number, number] = [0, 0];
  while (i < geometry.length) {
    const command = geometry[i++] as number;
    if ((command & 7) === 7) {
      path.closePath();
      continue;
    }
    for (let count = command >> 3; count > 0; count--) {
      x += zigzag(geometry[i++] as number);
      y += zigzag(geometry[i++] as number);
      if ((command & 7) === 1) {
        path.moveTo(x, y);
        at = [x, y];
      } else path.lineTo(x, y);
    }
  }
  return { path, at };
}
