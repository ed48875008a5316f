/** Whether a file may be a map, by its first bytes: a wrong file need not be sent to be refused. */
export async function looksLikeMap(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 64).arrayBuffer());
  const text = String.fromCharCode(...head);
  const isZipped = head[0] === 0x1f && head[1] === 0x8b;
  return isZipped || text.includes('OSMHeader') || /^(\u00ef\u00bb\u00bf)?\s*<(\?xml|osm)/.test(text);
}
