/** Many texts as two typed arrays, so that they lie in shared memory. */
export interface PackedTexts {
  bytes: Uint8Array;
  /** Text t is `bytes[offsets[t] .. offsets[t + 1]]` in UTF-8. */
  offsets: Int32Array;
}

export function packTexts(texts: readonly string[]): PackedTexts {
  const encoder = new TextEncoder();
  const offsets = new Int32Array(texts.length + 1);
  const parts = texts.map((text, i) => {
    const part = encoder.encode(text);
    offsets[i + 1] = (offsets[i] as number) + part.length;
    return part;
  });
  const bytes = new Uint8Array(offsets[texts.length] as number);
  for (const [i, part] of parts.entries()) bytes.set(part, offsets[i]);
  return { bytes, offsets };
}

/** Reads texts when they are asked for and keeps those that were. */
export class TextTable {
  private readonly packed: PackedTexts;
  private readonly decoder = new TextDecoder();
  private readonly known = new Map<number, string>();

  constructor(packed: PackedTexts) {
    this.packed = packed;
  }

  get length(): number {
    return this.packed.offsets.length - 1;
  }

  at(index: number): string {
    const known = this.known.get(index);
    if (known !== undefined) return known;
    const { bytes, offsets } = this.packed;
    const text = this.decoder.decode(bytes.slice(offsets[index], offsets[index + 1]));
    this.known.set(index, text);
    return text;
  }
}
