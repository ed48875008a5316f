import { GrowableFloat64, GrowableInt32, indexInSorted } from '../source/growable.ts';
import { type MapSource, MapSourceError, TagStore, type Tags } from '../source/map-source.ts';
import { StringTable } from '../source/strings.ts';
import type { ElementMember, ElementReader } from './element-reader.ts';
import { isWantedNode, isWantedRelation, isWantedWay, keptTags } from './wanted-tags.ts';

export interface CollectOptions {
  name: string;
  onProgress?: (stage: 'relations' | 'ways' | 'nodes', share: number) => void;
}

interface CollectedRelation {
  members: readonly ElementMember[];
  tags: Tags;
}

/**
 * Reads a map file in three passes: relations (to know their members), ways (to know which nodes
 * matter), nodes. Memory grows with what is kept, 16 bytes a kept node and 8 (then 4) a reference.
 */
export async function collectElements(reader: ElementReader, options: CollectOptions): Promise<MapSource> {
  const progress = options.onProgress ?? (() => undefined);
  const counts = { nodes: 0, ways: 0, relations: 0 };
  const relations = await collectRelations(reader, counts, (share) => progress('relations', share));
  const memberWays = new Set<number>();
  const memberNodes: number[] = [];
  for (const { members } of relations) {
    for (const { kind, ref } of members) {
      if (kind === 'way') memberWays.add(ref);
      else if (kind === 'node') memberNodes.push(ref);
    }
  }
  const strings = new StringTable();
  const ways = await collectWays(reader, counts, memberWays, strings, (share) => progress('ways', share));
  const nodes = await collectNodes(reader, counts, ways.refIds, memberNodes, strings, (share) =>
    progress('nodes', share),
  );
  if (nodes.lat.length === 0) {
    throw new MapSourceError(
      'geography.mapEmpty',
      `${options.name} holds no map data that can be used.`,
      'no_streets',
    );
  }
  const { wayOffsets, wayRefs } = resolveRefs(ways, nodes.ids);
  const indexOf = (member: ElementMember): number => {
    if (member.kind === 'way') return ways.indexOf.get(member.ref) ?? -1;
    if (member.kind === 'node') return indexInSorted(nodes.ids, member.ref);
    return -1;
  };
  return {
    name: options.name,
    attribution: '© OpenStreetMap contributors',
    drivesOn: 'right',
    strings,
    nodeLat: nodes.lat,
    nodeLng: nodes.lng,
    taggedNodes: nodes.tagged,
    nodeTags: nodes.tags,
    wayOffsets,
    wayRefs,
    wayTags: ways.tags,
    relations: relations.map(({ members, tags }) => ({
      tags,
      members: members.map((member) => ({ kind: member.kind, role: member.role, index: indexOf(member) })),
    })),
    counts,
  };
}

type Counts = MapSource['counts'];
type Progress = (share: number) => void;

async function collectRelations(reader: ElementReader, counts: Counts, progress: Progress) {
  const relations: CollectedRelation[] = [];
  await reader.read(
    {
      relation(_id, members, tags) {
        counts.relations++;
        if (isWantedRelation(tags)) relations.push({ members, tags: keptTags(tags) });
      },
    },
    progress,
  );
  return relations;
}

async function collectWays(
  reader: ElementReader,
  counts: Counts,
  memberWays: ReadonlySet<number>,
  strings: StringTable,
  progress: Progress,
) {
  const offsets = new GrowableInt32();
  const refIds = new GrowableFloat64(65_536);
  const tags = new TagStore(strings);
  const indexOf = new Map<number, number>();
  offsets.push(0);
  await reader.read(
    {
      way(id, refs, wayTags) {
        counts.ways++;
        const isMember = memberWays.has(id);
        if (refs.length < 2 || !(isMember || isWantedWay(wayTags))) return;
        for (const ref of refs) refIds.push(ref);
        offsets.push(refIds.length);
        const index = tags.add(keptTags(wayTags));
        if (isMember) indexOf.set(id, index);
      },
    },
    progress,
  );
  return { offsets: offsets.toArray(), refIds: refIds.view(), tags, indexOf };
}

async function collectNodes(
  reader: ElementReader,
  counts: Counts,
  refIds: Float64Array,
  memberNodes: readonly number[],
  strings: StringTable,
  progress: Progress,
) {
  const extra: { id: number; lat: number; lng: number; tags: Tags }[] = [];
  let ids = sortedUnique(refIds, memberNodes);
  let lat = new Int32Array(ids.length);
  let lng = new Int32Array(ids.length);
  const found = new Uint8Array(ids.length);
  await reader.read(
    {
      node(id, nodeLat, nodeLng, nodeTags) {
        counts.nodes++;
        const index = indexInSorted(ids, id);
        if (index >= 0) {
          lat[index] = nodeLat;
          lng[index] = nodeLng;
          found[index] = 1;
        }
        if (nodeTags && isWantedNode(nodeTags)) {
          extra.push({ id, lat: nodeLat, lng: nodeLng, tags: keptTags(nodeTags) });
        }
      },
    },
    progress,
  );
  extra.sort((a, b) => a.id - b.id);
  const known = ids;
  const alone = extra.filter(({ id }) => indexInSorted(known, id) < 0);
  ({ ids, lat, lng } = withLoneNodes({ ids, lat, lng, found }, alone));
  const tags = new TagStore(strings);
  const tagged = new Int32Array(extra.length);
  for (const [i, node] of extra.entries()) {
    tagged[i] = indexInSorted(ids, node.id);
    tags.add(node.tags);
  }
  return { ids, lat, lng, tagged, tags };
}

interface NodeColumns {
  ids: Float64Array<ArrayBuffer>;
  lat: Int32Array<ArrayBuffer>;
  lng: Int32Array<ArrayBuffer>;
}

/**
 * Merges nodes that no way uses (addresses, shops) into the sorted columns, and drops those that the
 * file did not hold: ways of an extract lead beyond its border.
 */
function withLoneNodes(
  columns: NodeColumns & { found: Uint8Array },
  alone: readonly { id: number; lat: number; lng: number }[],
): NodeColumns {
  const foundCount = columns.found.reduce((sum, isFound) => sum + isFound, 0);
  const total = foundCount + alone.length;
  const ids = new Float64Array(total);
  const lat = new Int32Array(total);
  const lng = new Int32Array(total);
  let to = 0;
  let next = 0;
  const putAlone = (before: number): void => {
    for (let node = alone[next]; node && node.id < before; node = alone[++next]) {
      ids[to] = node.id;
      lat[to] = node.lat;
      lng[to++] = node.lng;
    }
  };
  for (let from = 0; from < columns.ids.length; from++) {
    if (columns.found[from] === 0) continue;
    putAlone(columns.ids[from] as number);
    ids[to] = columns.ids[from] as number;
    lat[to] = columns.lat[from] as number;
    lng[to++] = columns.lng[from] as number;
  }
  putAlone(Number.POSITIVE_INFINITY);
  return { ids, lat, lng };
}

function sortedUnique(refIds: Float64Array, memberNodes: readonly number[]): Float64Array<ArrayBuffer> {
  const all = new Float64Array(refIds.length + memberNodes.length);
  all.set(refIds);
  all.set(memberNodes, refIds.length);
  all.sort();
  let kept = 0;
  for (let i = 0; i < all.length; i++) {
    if (i === 0 || all[i] !== all[i - 1]) all[kept++] = all[i] as number;
  }
  return all.slice(0, kept);
}

/** Turns node ids into indexes. Nodes beyond the extract's border are dropped from their ways. */
function resolveRefs(
  ways: { offsets: Int32Array; refIds: Float64Array },
  ids: Float64Array,
): { wayOffsets: Int32Array; wayRefs: Int32Array } {
  const wayOffsets = new Int32Array(ways.offsets.length);
  const wayRefs = new Int32Array(ways.refIds.length);
  let kept = 0;
  for (let way = 0; way + 1 < ways.offsets.length; way++) {
    const end = ways.offsets[way + 1] as number;
    for (let at = ways.offsets[way] as number; at < end; at++) {
      const index = indexInSorted(ids, ways.refIds[at] as number);
      if (index >= 0) wayRefs[kept++] = index;
    }
    wayOffsets[way + 1] = kept;
  }
  return { wayOffsets, wayRefs: wayRefs.subarray(0, kept) };
}
