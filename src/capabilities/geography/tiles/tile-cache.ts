import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const gzipAsync = promisify(gzip);

export interface StoredTile {
  /** Packed with gzip; empty for a tile with nothing on it. */
  bytes: Buffer;
  etag: string;
}

/** The tiles that were asked for last, packed and ready to send, within a limit of bytes. */
export class TileCache {
  private readonly stored = new Map<string, StoredTile>();
  private readonly drawing = new Map<string, Promise<StoredTile>>();
  private readonly maxBytes: number;
  private byteCount = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** The tile under a key; `draw` is called once even if many ask at the same moment. */
  async get(key: string, draw: () => Promise<Uint8Array>): Promise<StoredTile> {
    const known = this.stored.get(key);
    if (known) {
      this.stored.delete(key);
      this.stored.set(key, known);
      return known;
    }
    const underWay = this.drawing.get(key);
    if (underWay) return await underWay;
    const drawing = draw().then(store);
    this.drawing.set(key, drawing);
    try {
      const tile = await drawing;
      this.keep(key, tile);
      return tile;
    } finally {
      this.drawing.delete(key);
    }
  }

  private keep(key: string, tile: StoredTile): void {
    this.stored.set(key, tile);
    this.byteCount += tile.bytes.length;
    for (const [oldest, { bytes }] of this.stored) {
      if (this.byteCount <= this.maxBytes) return;
      this.stored.delete(oldest);
      this.byteCount -= bytes.length;
    }
  }
}

async function store(tile: Uint8Array): Promise<StoredTile> {
  const bytes = await gzipAsync(tile, { level: 6 });
  const etag = `"${createHash('sha1').update(tile).digest('base64url').slice(0, 20)}"`;
  return { bytes, etag };
}
