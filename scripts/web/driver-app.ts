import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin, Rolldown } from 'vite';

type Chunk = Rolldown.OutputChunk;
type Bundle = Readonly<Record<string, Chunk | Rolldown.OutputAsset>>;

const icons = ['driver-192.png', 'driver-512.png', 'driver-maskable.png'];

/** Code of these is fetched with the area; what the driver never opens, such as the office, is not. */
const wholly = ['/web/driver/', '/web/words/driver/', '/web/words/app/'];

/**
 * The driver's area as an app that starts without a network: a service worker that keeps exactly the files which that
 * area needs, the manifest and its icons.
 */
export function driverApp(webFolder: string): Plugin {
  const folder = path.join(webFolder, 'driver/pwa');
  const read = (name: string) => readFileSync(path.join(folder, name));
  return {
    name: 'caravan-driver-app',
    apply: 'build',
    generateBundle(_options, bundle) {
      const files = filesOfDriver(bundle).map((file) => `/app/${file}`);
      const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 16);
      const worker = read('worker.js')
        .toString()
        .replace('__VERSION__', version)
        .replace('__FILES__', JSON.stringify(files, undefined, 2));
      this.emitFile({ type: 'asset', fileName: 'driver-worker.js', source: worker });
      this.emitFile({ type: 'asset', fileName: 'driver.webmanifest', source: read('driver.webmanifest') });
      for (const name of icons) this.emitFile({ type: 'asset', fileName: name, source: read(name) });
    },
  };
}

/** The page's own code with what it imports, and all of the driver's, also what it fetches later. */
function filesOfDriver(bundle: Bundle): string[] {
  const chunks = Object.values(bundle).filter((part): part is Chunk => part.type === 'chunk');
  const isDrivers = ({ facadeModuleId, moduleIds }: Chunk) =>
    wholly.some((part) => facadeModuleId?.includes(part) || moduleIds.some((id) => id.includes(part)));
  const wanted = new Set<string>();
  const take = (name: string, later: boolean): void => {
    const chunk = bundle[name];
    if (wanted.has(name) || chunk?.type !== 'chunk') return;
    wanted.add(name);
    for (const imported of chunk.imports) take(imported, later);
    if (later) for (const imported of chunk.dynamicImports) take(imported, later);
  };
  for (const chunk of chunks) if (isDrivers(chunk)) take(chunk.fileName, !chunk.isEntry);
  for (const chunk of chunks) if (chunk.isEntry) take(chunk.fileName, false);
  const assets = [...wanted].flatMap((name) => {
    const { viteMetadata } = bundle[name] as Chunk & {
      viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> };
    };
    return [...(viteMetadata?.importedCss ?? []), ...(viteMetadata?.importedAssets ?? [])];
  });
  // Other alphabets than the four languages need are fetched when they are met.
  const needed = assets.filter((name) => !name.endsWith('.woff2') || /inter-latin-wght/.test(name));
  const mapWorkers = Object.keys(bundle).filter((name) => /maplibre-gl-worker/.test(name));
  return [...new Set([...wanted, ...needed, ...mapWorkers])].sort();
}
