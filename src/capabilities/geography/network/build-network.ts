import { GrowableInt32 } from '../source/growable.ts';
import type { MapSource, Tags } from '../source/map-source.ts';
import type { StringTable } from '../source/strings.ts';
import { isBlocked } from './barriers.ts';
import { distanceMeters } from './distance.ts';
import {
  EDGE_DOOR_ONLY,
  EDGE_LINK,
  EDGE_ROUNDABOUT,
  NODE_BLOCKS,
  NODE_SIGNAL,
  type StreetNetwork,
} from './network.ts';
import { highwayClassOf, PROFILES, type Profile, type WayUse, wayUse } from './profile-rules.ts';
import { resolveRestrictions } from './resolve-restrictions.ts';
import { spreadDoorOnly } from './spread-door-only.ts';

const SIGNAL_DELAY_MS: Record<Profile, number> = { car: 8000, bike: 8000, foot: 10_000 };

/** Builds the streets from the ways of a map; `texts` receives the names. */
export function buildNetwork(source: MapSource, texts: StringTable): StreetNetwork {
  const uses = new Map<number, Record<Profile, WayUse>>();
  for (let way = 0; way < source.wayTags.length; way++) {
    const tags = source.wayTags.of(way);
    if (highwayClassOf(tags) < 0) continue;
    const use = { car: wayUse('car', tags), bike: wayUse('bike', tags), foot: wayUse('foot', tags) };
    const isOpen = PROFILES.some((profile) => use[profile].forward > 0 || use[profile].backward > 0);
    if (isOpen) uses.set(way, use);
  }
  const flags = flagNodes(source);
  const isJunction = markJunctions(source, uses, flags);
  const network = new NetworkBuilder(source, texts, flags, isJunction).build(uses);
  spreadDoorOnly(network);
  return network;
}

function flagNodes(source: MapSource): Uint8Array {
  const flags = new Uint8Array(source.nodeLat.length);
  for (let i = 0; i < source.taggedNodes.length; i++) {
    const tags = source.nodeTags.of(i);
    let bits = tags['highway'] === 'traffic_signals' ? NODE_SIGNAL : 0;
    if (tags['barrier']) {
      for (const profile of PROFILES) if (isBlocked(profile, tags)) bits |= NODE_BLOCKS[profile];
    }
    flags[source.taggedNodes[i] as number] = bits;
  }
  return flags;
}

/** Nodes where edges must end: ends of ways, nodes met twice, barriers. */
function markJunctions(source: MapSource, uses: ReadonlyMap<number, unknown>, flags: Uint8Array): Uint8Array {
  const met = new Uint8Array(source.nodeLat.length);
  for (const way of uses.keys()) {
    const start = source.wayOffsets[way] as number;
    const end = source.wayOffsets[way + 1] as number;
    for (let at = start; at < end; at++) {
      const node = source.wayRefs[at] as number;
      const isEnd = at === start || at === end - 1;
      const isBarrier = ((flags[node] as number) & ~NODE_SIGNAL) !== 0;
      met[node] = isEnd || isBarrier ? 2 : Math.min(2, (met[node] as number) + 1);
    }
  }
  return met.map((count) => (count === 2 ? 1 : 0));
}

class NetworkBuilder {
  private readonly source: MapSource;
  private readonly texts: StringTable;
  private readonly flags: Uint8Array;
  private readonly isJunction: Uint8Array;
  private readonly nodeOf: Int32Array;
  private readonly nodes = new GrowableInt32();
  private readonly from = new GrowableInt32();
  private readonly to = new GrowableInt32();
  private readonly shape = new GrowableInt32();
  private readonly shapeNodes = new GrowableInt32();
  private readonly lengths = new GrowableInt32();
  private readonly names = new GrowableInt32();
  private readonly refs = new GrowableInt32();
  private readonly classes = new GrowableInt32();
  private readonly edgeFlags = new GrowableInt32();
  private readonly durations = {
    car: new GrowableInt32(),
    bike: new GrowableInt32(),
    foot: new GrowableInt32(),
  };

  constructor(source: MapSource, texts: StringTable, flags: Uint8Array, isJunction: Uint8Array) {
    this.source = source;
    this.texts = texts;
    this.flags = flags;
    this.isJunction = isJunction;
    this.nodeOf = new Int32Array(source.nodeLat.length).fill(-1);
  }

  build(uses: ReadonlyMap<number, Record<Profile, WayUse>>): StreetNetwork {
    const { source } = this;
    const firstEdge = new Int32Array(source.wayTags.length + 1);
    this.shape.push(0);
    for (let way = 0; way < source.wayTags.length; way++) {
      firstEdge[way] = this.from.length;
      const use = uses.get(way);
      if (use) this.addWay(way, use);
    }
    firstEdge[source.wayTags.length] = this.from.length;
    const shapeNodes = this.shapeNodes.view();
    const network: StreetNetwork = {
      nodeLat: this.nodes.view().map((node) => source.nodeLat[node] as number),
      nodeLng: this.nodes.view().map((node) => source.nodeLng[node] as number),
      nodeFlags: Uint8Array.from(this.nodes.view(), (node) => this.flags[node] as number),
      edgeFrom: this.from.toArray(),
      edgeTo: this.to.toArray(),
      edgeShape: this.shape.toArray(),
      shapeLat: shapeNodes.map((node) => source.nodeLat[node] as number),
      shapeLng: shapeNodes.map((node) => source.nodeLng[node] as number),
      edgeLengthCm: this.lengths.toArray(),
      edgeName: this.names.toArray(),
      edgeRef: this.refs.toArray(),
      edgeClass: Uint8Array.from(this.classes.view()),
      edgeFlags: Uint8Array.from(this.edgeFlags.view()),
      durations: {
        car: this.durations.car.toArray(),
        bike: this.durations.bike.toArray(),
        foot: this.durations.foot.toArray(),
      },
      restrictions: [],
      drivesOn: source.drivesOn,
    };
    network.restrictions = resolveRestrictions(source, network, { firstEdge, nodeOf: this.nodeOf });
    return network;
  }

  private junction(node: number): number {
    const known = this.nodeOf[node] as number;
    if (known >= 0) return known;
    const index = this.nodes.push(node);
    this.nodeOf[node] = index;
    return index;
  }

  private addWay(way: number, use: Record<Profile, WayUse>): void {
    const { source } = this;
    const tags = source.wayTags.of(way);
    const look = {
      name: this.texts.intern(tags['name'] ?? ''),
      ref: this.texts.intern(tags['ref'] ?? ''),
      highwayClass: highwayClassOf(tags),
      flags: edgeFlagsOf(tags, use),
    };
    const end = source.wayOffsets[way + 1] as number;
    let start = source.wayOffsets[way] as number;
    for (let at = start + 1; at < end; at++) {
      if (!this.isJunction[source.wayRefs[at] as number]) continue;
      this.addEdge(start, at, use, look);
      start = at;
    }
  }

  private addEdge(
    start: number,
    end: number,
    use: Record<Profile, WayUse>,
    look: { name: number; ref: number; highwayClass: number; flags: number },
  ): void {
    const { source } = this;
    let meters = 0;
    let signals = 0;
    let before = -1;
    for (let at = start; at <= end; at++) {
      const node = source.wayRefs[at] as number;
      this.shapeNodes.push(node);
      if (before >= 0) {
        meters += distanceMeters(
          source.nodeLat[before] as number,
          source.nodeLng[before] as number,
          source.nodeLat[node] as number,
          source.nodeLng[node] as number,
        );
      }
      if (at > start && at < end && ((this.flags[node] as number) & NODE_SIGNAL) !== 0) signals++;
      before = node;
    }
    this.from.push(this.junction(source.wayRefs[start] as number));
    this.to.push(this.junction(source.wayRefs[end] as number));
    this.shape.push(this.shapeNodes.length);
    this.lengths.push(Math.max(1, Math.round(meters * 100)));
    this.names.push(look.name);
    this.refs.push(look.ref);
    this.classes.push(look.highwayClass);
    this.edgeFlags.push(look.flags);
    for (const profile of PROFILES) {
      const delay = signals * SIGNAL_DELAY_MS[profile];
      for (const speed of [use[profile].forward, use[profile].backward]) {
        const milliseconds = speed > 0 ? Math.max(1, Math.round((meters * 3600) / speed)) + delay : 0;
        this.durations[profile].push(milliseconds);
      }
    }
  }
}

function edgeFlagsOf(tags: Tags, use: Record<Profile, WayUse>): number {
  const junction = tags['junction'];
  let flags = junction === 'roundabout' || junction === 'circular' ? EDGE_ROUNDABOUT : 0;
  if (tags['highway']?.endsWith('_link')) flags |= EDGE_LINK;
  for (const profile of PROFILES) if (use[profile].destinationOnly) flags |= EDGE_DOOR_ONLY[profile];
  return flags;
}
