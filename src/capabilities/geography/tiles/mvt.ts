import { PbfWriter } from 'pbf';

/** Writes Mapbox Vector Tiles, version 2. Geometry in tile units, already cut. */
export const EXTENT = 4096;

type Value = string | number | boolean;

const MOVE_TO = 1;
const LINE_TO = 2;
const CLOSE = 7;
const TYPES = { point: 1, line: 2, area: 3 } as const;

export class TileLayer {
  readonly name: string;
  private readonly keys = new Map<string, number>();
  private readonly values = new Map<Value, number>();
  private readonly features: { type: number; tags: number[]; geometry: number[] }[] = [];

  constructor(name: string) {
    this.name = name;
  }

  get isEmpty(): boolean {
    return this.features.length === 0;
  }

  /** Parts are lines, rings (outer before its inner ones) or one point; properties without a value are left out. */
  add(
    shape: keyof typeof TYPES,
    parts: readonly number[][],
    properties: Record<string, Value | undefined>,
  ): void {
    const geometry = encodeGeometry(shape, parts);
    if (geometry.length === 0) return;
    const tags: number[] = [];
    for (const [key, value] of Object.entries(properties)) {
      if (value === undefined || value === '') continue;
      tags.push(numberOf(this.keys, key), numberOf(this.values, value));
    }
    this.features.push({ type: TYPES[shape], tags, geometry });
  }

  write(pbf: PbfWriter): void {
    pbf.writeMessage(
      3,
      (_layer, writer) => {
        writer.writeVarintField(15, 2);
        writer.writeStringField(1, this.name);
        for (const feature of this.features) {
          writer.writeMessage(
            2,
            (each, inner) => {
              inner.writePackedVarint(2, each.tags);
              inner.writeVarintField(3, each.type);
              inner.writePackedVarint(4, each.geometry);
            },
            feature,
          );
        }
        for (const key of this.keys.keys()) writer.writeStringField(3, key);
        for (const value of this.values.keys()) writer.writeMessage(4, writeValue, value);
        writer.writeVarintField(5, EXTENT);
      },
      undefined,
    );
  }
}

function numberOf<T>(known: Map<T, number>, item: T): number {
  let number = known.get(item);
  if (number === undefined) {
    number = known.size;
    known.set(item, number);
  }
  return number;
}

function writeValue(value: Value, pbf: PbfWriter): void {
  if (typeof value === 'string') pbf.writeStringField(1, value);
  else if (typeof value === 'boolean') pbf.writeBooleanField(7, value);
  else if (Number.isInteger(value)) pbf.writeVarintField(5, value);
  else pbf.writeDoubleField(3, value);
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function encodeGeometry(shape: keyof typeof TYPES, parts: readonly number[][]): number[] {
  const commands: number[] = [];
  let x = 0;
  let y = 0;
  for (const part of parts) {
    const points: number[] = [];
    for (let i = 0; i < part.length; i += 2) {
      const px = Math.round(part[i] as number);
      const py = Math.round(part[i + 1] as number);
      const isSame =
        points.length > 0 && px === points[points.length - 2] && py === points[points.length - 1];
      if (!isSame) points.push(px, py);
    }
    if (shape === 'area') {
      const closes = points[0] === points[points.length - 2] && points[1] === points[points.length - 1];
      if (closes) points.length -= 2;
    }
    const count = points.length / 2;
    if (count < { point: 1, line: 2, area: 3 }[shape]) continue;
    for (let i = 0; i < count; i++) {
      if (i === 0) commands.push((1 << 3) | MOVE_TO);
      if (i === 1) commands.push(((count - 1) << 3) | LINE_TO);
      const px = points[2 * i] as number;
      const py = points[2 * i + 1] as number;
      commands.push(zigzag(px - x), zigzag(py - y));
      x = px;
      y = py;
    }
    if (shape === 'area') commands.push((1 << 3) | CLOSE);
  }
  return commands;
}

export function encodeTile(layers: readonly TileLayer[]): Uint8Array {
  const pbf = new PbfWriter();
  for (const layer of layers) if (!layer.isEmpty) layer.write(pbf);
  return pbf.finish();
}
