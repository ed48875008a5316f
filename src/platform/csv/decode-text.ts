import iconv from 'iconv-lite';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'windows-1252';

export interface DecodedText {
  /** What the bytes turned out to be; `utf-8` until something else is seen. */
  encoding(): TextEncoding;
  /** Pieces of text whose line ends are all `\n` and that begin after any byte order mark. */
  pieces: AsyncGenerator<string>;
}

/**
 * Turns bytes into text without being told the encoding. A byte order mark decides; else the first bytes beyond ASCII
 * do: valid UTF-8 is UTF-8 (other text is almost never so by chance), anything else is Windows-1252, which holds
 * Latin-1. Memory is bounded by the size of the source's chunks.
 * @throws TypeError while reading, when text that began as UTF-8 stops being it
 */
export function decodeText(source: AsyncIterable<Uint8Array>): DecodedText {
  let encoding: TextEncoding | undefined;

  async function* raw(): AsyncGenerator<string> {
    let undecided: Uint8Array = new Uint8Array(0);
    let decoder: Decoder | undefined;
    for await (const chunk of source) {
      if (decoder) {
        yield decoder.write(chunk);
        continue;
      }
      const bytes = undecided.length > 0 ? Buffer.concat([undecided, chunk]) : chunk;
      const beyondAscii = bytes.findIndex((byte) => byte > 0x7f);
      if (beyondAscii < 0) {
        undecided = new Uint8Array(0);
        yield Buffer.from(bytes).toString('latin1');
      } else if (bytes.length < beyondAscii + 4) {
        undecided = bytes;
      } else {
        encoding = encodingOf(bytes);
        decoder = decoderFor(encoding);
        yield decoder.write(bytes);
      }
    }
    if (!decoder && undecided.length > 0) {
      encoding = encodingOf(undecided);
      decoder = decoderFor(encoding);
      yield decoder.write(undecided);
    }
    const last = decoder?.end();
    if (last) yield last;
  }

  return { encoding: () => encoding ?? 'utf-8', pieces: withPlainLineEnds(raw()) };
}

interface Decoder {
  write(bytes: Uint8Array): string;
  end(): string | undefined;
}

function encodingOf(bytes: Uint8Array): TextEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

function decoderFor(encoding: TextEncoding): Decoder {
  if (encoding === 'utf-8') {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
  }
  const decoder = iconv.getDecoder(encoding);
  return { write: (bytes) => decoder.write(Buffer.from(bytes)), end: () => decoder.end() };
}

async function* withPlainLineEnds(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let heldReturn = false;
  for await (const piece of pieces) {
    let text: string = heldReturn ? `\r${piece}` : piece;
    heldReturn = text.endsWith('\r');
    if (heldReturn) text = text.slice(0, -1);
    if (text.length > 0) yield text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }
  if (heldReturn) yield '\n';
}
