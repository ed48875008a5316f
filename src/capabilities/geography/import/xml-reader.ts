import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { COORDINATE_SCALE, MapSourceError } from '../source/map-source.ts';
import type { ElementMember, ElementReader, ElementVisitor } from './element-reader.ts';

interface OpenElement {
  kind: 'node' | 'way' | 'relation';
  id: number;
  lat: number;
  lng: number;
  refs: number[];
  members: ElementMember[];
  tags: Record<string, string>;
  tagged: boolean;
}

/** Turns the events of one XML document into elements. */
class ElementAssembler {
  private readonly visitor: ElementVisitor;
  private open: OpenElement | undefined;
  sawRoot = false;
  closedRoot = false;

  constructor(visitor: ElementVisitor) {
    this.visitor = visitor;
  }

  start(name: string, attributes: Record<string, string>): void {
    if (!this.sawRoot) {
      if (name !== 'osm') throw new Error('the root element is not <osm>');
      this.sawRoot = true;
    } else if (name === 'node' || name === 'way' || name === 'relation') {
      this.open = {
        kind: name,
        id: Number(attributes['id']),
        lat: Math.round(Number(attributes['lat']) * COORDINATE_SCALE),
        lng: Math.round(Number(attributes['lon']) * COORDINATE_SCALE),
        refs: [],
        members: [],
        tags: {},
        tagged: false,
      };
      if (!Number.isSafeInteger(this.open.id)) throw new Error(`a ${name} has no id`);
    } else if (this.open) this.child(this.open, name, attributes);
  }

  private child(open: OpenElement, name: string, attributes: Record<string, string>): void {
    if (name === 'nd') open.refs.push(Number(attributes['ref']));
    else if (name === 'tag') {
      open.tags[attributes['k'] ?? ''] = attributes['v'] ?? '';
      open.tagged = true;
    } else if (name === 'member') {
      const kind = attributes['type'];
      open.members.push({
        kind: kind === 'way' || kind === 'relation' ? kind : 'node',
        ref: Number(attributes['ref']),
        role: attributes['role'] ?? '',
      });
    }
  }

  end(name: string): void {
    if (name === 'osm') this.closedRoot = true;
    const open = this.open;
    if (!open || name !== open.kind) return;
    this.open = undefined;
    if (open.kind === 'node') {
      this.visitor.node?.(open.id, open.lat, open.lng, open.tagged ? open.tags : undefined);
    } else if (open.kind === 'way') this.visitor.way?.(open.id, open.refs, open.tags);
    else this.visitor.relation?.(open.id, open.members, open.tags);
  }
}

const cutShort = 'it ends before it is closed';

class XmlElementReader implements ElementReader {
  private readonly path: string;
  private readonly byteLength: number;
  private readonly isZipped: boolean;

  constructor(path: string, byteLength: number, isZipped: boolean) {
    this.path = path;
    this.byteLength = byteLength;
    this.isZipped = isZipped;
  }

  async read(visitor: ElementVisitor, onProgress?: (share: number) => void): Promise<void> {
    const file = createReadStream(this.path, { highWaterMark: 1 << 18 });
    const stream = this.isZipped ? file.pipe(createGunzip()) : file;
    if (this.isZipped) file.on('error', (error) => stream.destroy(error));
    const assembler = new ElementAssembler(visitor);
    const parser = new SaxesParser();
    parser.on('opentag', (tag) => assembler.start(tag.name, tag.attributes as Record<string, string>));
    parser.on('closetag', (tag) => assembler.end(tag.name));
    parser.on('error', (error) => {
      throw error;
    });
    const decoder = new TextDecoder();
    try {
      for await (const chunk of stream) {
        parser.write(decoder.decode(chunk as Uint8Array, { stream: true }));
        onProgress?.(Math.min(1, file.bytesRead / this.byteLength));
      }
      if (!assembler.closedRoot) throw new Error(cutShort);
    } catch (error) {
      throw this.explain(error as NodeJS.ErrnoException, assembler.sawRoot);
    }
  }

  private explain(error: NodeJS.ErrnoException, isOsm: boolean): Error {
    if (error instanceof MapSourceError || error.code === 'ENOENT' || error.code === 'EACCES') return error;
    const because = (what: string, reason: MapSourceError['reason']) =>
      new MapSourceError('geography.mapUnreadable', `${this.path} cannot be imported: ${what}.`, reason);
    if (error.code === 'Z_BUF_ERROR' || error.message === cutShort)
      return because('it ends too early, so it was cut short', 'cut_short');
    if (error.code?.startsWith('Z_')) return because('its gzip packing is damaged', 'damaged');
    if (isOsm) return because(`its XML is damaged (${error.message.split('\n')[0]})`, 'damaged');
    return because('it is not an OpenStreetMap XML file', 'not_a_map');
  }

  async close(): Promise<void> {}
}

/** Opens an .osm or .osm.gz file. */
export async function openXml(path: string, isZipped: boolean): Promise<ElementReader> {
  const { size } = await stat(path);
  return new XmlElementReader(path, size, isZipped);
}
