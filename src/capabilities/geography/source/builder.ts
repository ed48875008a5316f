import { GrowableInt32 } from './growable.ts';
import { COORDINATE_SCALE, type MapSource, type RelationMember, TagStore, type Tags } from './map-source.ts';
import { StringTable } from './strings.ts';

/** Puts a map source together element by element: for the town generator and for hand-drawn maps. */
export class MapSourceBuilder {
  private readonly strings = new StringTable();
  private readonly lat = new GrowableInt32();
  private readonly lng = new GrowableInt32();
  private readonly tagged = new GrowableInt32();
  private readonly nodeTags = new TagStore(this.strings);
  private readonly wayOffsets = new GrowableInt32();
  private readonly wayRefs = new GrowableInt32();
  private readonly wayTags = new TagStore(this.strings);
  private readonly relations: MapSource['relations'] = [];

  constructor() {
    this.wayOffsets.push(0);
  }

  /** Adds a node (degrees) and returns its index. */
  node(lat: number, lng: number, tags?: Tags): number {
    const index = this.lat.push(Math.round(lat * COORDINATE_SCALE));
    this.lng.push(Math.round(lng * COORDINATE_SCALE));
    if (tags) this.tag(index, tags);
    return index;
  }

  /** Gives tags to a node that was added without any. */
  tag(node: number, tags: Tags): void {
    this.tagged.push(node);
    this.nodeTags.add(tags);
  }

  way(nodes: readonly number[], tags: Tags): number {
    for (const node of nodes) this.wayRefs.push(node);
    this.wayOffsets.push(this.wayRefs.length);
    return this.wayTags.add(tags);
  }

  relation(members: RelationMember[], tags: Tags): void {
    this.relations.push({ members, tags });
  }

  build(about: Pick<MapSource, 'name' | 'attribution' | 'drivesOn'>): MapSource {
    return {
      ...about,
      strings: this.strings,
      nodeLat: this.lat.toArray(),
      nodeLng: this.lng.toArray(),
      taggedNodes: this.tagged.toArray(),
      nodeTags: this.nodeTags,
      wayOffsets: this.wayOffsets.toArray(),
      wayRefs: this.wayRefs.toArray(),
      wayTags: this.wayTags,
      relations: this.relations,
      counts: { nodes: this.lat.length, ways: this.wayTags.length, relations: this.relations.length },
    };
  }
}
