import { PbfReader } from 'pbf';
import type { Tags } from '../source/map-source.ts';
import type { ElementMember, ElementVisitor } from './element-reader.ts';

/** Which elements a block holds, so that later passes can leave it out. */
export const HAS_NODES = 1;
export const HAS_WAYS = 2;
export const HAS_RELATIONS = 4;

interface Block {
  strings: string[];
  groups: [start: number, end: number][];
  granularity: number;
  latOffset: number;
  lngOffset: number;
}

const MEMBER_KINDS = ['node', 'way', 'relation'] as const;

function readBlock(pbf: PbfReader): Block {
  return pbf.readFields(
    (tag, block: Block, reader) => {
      if (tag === 1) {
        reader.readMessage((inner, strings: string[], at) => {
          if (inner === 1) strings.push(at.readString());
        }, block.strings);
      } else if (tag === 2) {
        const end = reader.readVarint() + reader.pos;
        block.groups.push([reader.pos, end]);
        reader.pos = end;
      } else if (tag === 17) block.granularity = reader.readVarint();
      else if (tag === 19) block.latOffset = reader.readVarint(true);
      else if (tag === 20) block.lngOffset = reader.readVarint(true);
    },
    { strings: [], groups: [], granularity: 100, latOffset: 0, lngOffset: 0 },
  );
}

/** Decodes one unpacked block, calls the visitor and returns which kinds of element the block holds. */
export function visitBlock(bytes: Uint8Array, visitor: ElementVisitor): number {
  const pbf = new PbfReader(bytes);
  const block = readBlock(pbf);
  let kinds = 0;
  for (const [start, end] of block.groups) {
    pbf.pos = start;
    pbf.readFields(
      (tag, _none, reader) => {
        if (tag === 1 || tag === 2) {
          kinds |= HAS_NODES;
          if (visitor.node && tag === 2) visitDenseNodes(reader, block, visitor);
          else if (visitor.node) visitPlainNode(reader, block, visitor);
        } else if (tag === 3) {
          kinds |= HAS_WAYS;
          if (visitor.way) visitWay(reader, block, visitor);
        } else if (tag === 4) {
          kinds |= HAS_RELATIONS;
          if (visitor.relation) visitRelation(reader, block, visitor);
        }
      },
      undefined,
      end,
    );
  }
  return kinds;
}

function toDegrees(block: Block, offset: number, value: number): number {
  return Math.round((offset + block.granularity * value) / 100);
}

function visitPlainNode(reader: PbfReader, block: Block, visitor: ElementVisitor): void {
  const node = reader.readMessage(
    (tag, into, pbf) => {
      if (tag === 1) into.id = pbf.readSVarint();
      else if (tag === 2) pbf.readPackedVarint(into.keys);
      else if (tag === 3) pbf.readPackedVarint(into.values);
      else if (tag === 8) into.lat = pbf.readSVarint();
      else if (tag === 9) into.lng = pbf.readSVarint();
    },
    { id: 0, lat: 0, lng: 0, keys: [] as number[], values: [] as number[] },
  );
  const tags = node.keys.length > 0 ? tagsOf(block, node.keys, node.values) : undefined;
  visitor.node?.(
    node.id,
    toDegrees(block, block.latOffset, node.lat),
    toDegrees(block, block.lngOffset, node.lng),
    tags,
  );
}

function visitDenseNodes(reader: PbfReader, block: Block, visitor: ElementVisitor): void {
  const dense = reader.readMessage(
    (tag, into, pbf) => {
      if (tag === 1) pbf.readPackedSVarint(into.ids);
      else if (tag === 8) pbf.readPackedSVarint(into.lats);
      else if (tag === 9) pbf.readPackedSVarint(into.lngs);
      else if (tag === 10) pbf.readPackedVarint(into.tags);
    },
    { ids: [] as number[], lats: [] as number[], lngs: [] as number[], tags: [] as number[] },
  );
  let id = 0;
  let lat = 0;
  let lng = 0;
  let at = 0;
  for (let i = 0; i < dense.ids.length; i++) {
    id += dense.ids[i] as number;
    lat += dense.lats[i] as number;
    lng += dense.lngs[i] as number;
    let tags: Record<string, string> | undefined;
    while (at < dense.tags.length && dense.tags[at] !== 0) {
      tags ??= {};
      tags[block.strings[dense.tags[at] as number] as string] = block.strings[
        dense.tags[at + 1] as number
      ] as string;
      at += 2;
    }
    at++;
    visitor.node?.(id, toDegrees(block, block.latOffset, lat), toDegrees(block, block.lngOffset, lng), tags);
  }
}

function visitWay(reader: PbfReader, block: Block, visitor: ElementVisitor): void {
  const way = reader.readMessage(
    (tag, into, pbf) => {
      if (tag === 1) into.id = pbf.readVarint();
      else if (tag === 2) pbf.readPackedVarint(into.keys);
      else if (tag === 3) pbf.readPackedVarint(into.values);
      else if (tag === 8) pbf.readPackedSVarint(into.refs);
    },
    { id: 0, keys: [] as number[], values: [] as number[], refs: [] as number[] },
  );
  for (let i = 1; i < way.refs.length; i++) {
    way.refs[i] = (way.refs[i] as number) + (way.refs[i - 1] as number);
  }
  visitor.way?.(way.id, way.refs, tagsOf(block, way.keys, way.values));
}

function visitRelation(reader: PbfReader, block: Block, visitor: ElementVisitor): void {
  const relation = reader.readMessage(
    (tag, into, pbf) => {
      if (tag === 1) into.id = pbf.readVarint();
      else if (tag === 2) pbf.readPackedVarint(into.keys);
      else if (tag === 3) pbf.readPackedVarint(into.values);
      else if (tag === 8) pbf.readPackedVarint(into.roles);
      else if (tag === 9) pbf.readPackedSVarint(into.refs);
      else if (tag === 10) pbf.readPackedVarint(into.kinds);
    },
    {
      id: 0,
      keys: [] as number[],
      values: [] as number[],
      roles: [] as number[],
      refs: [] as number[],
      kinds: [] as number[],
    },
  );
  let ref = 0;
  const members: ElementMember[] = relation.refs.map((step, i) => {
    ref += step;
    return {
      kind: MEMBER_KINDS[relation.kinds[i] ?? 0] ?? 'node',
      ref,
      role: block.strings[relation.roles[i] ?? 0] ?? '',
    };
  });
  visitor.relation?.(relation.id, members, tagsOf(block, relation.keys, relation.values));
}

function tagsOf(block: Block, keys: number[], values: number[]): Tags {
  const tags: Record<string, string> = {};
  for (let i = 0; i < keys.length; i++) {
    tags[block.strings[keys[i] as number] as string] = block.strings[values[i] as number] as string;
  }
  return tags;
}
