import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';
import { driverApp } from './driver-app.ts';
import { openingFirst } from './opening-first.ts';

export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** How the pages under `web/` become files for a browser. */
export function viteConfig(outDir: string): InlineConfig {
  return {
    root: path.join(root, 'web'),
    base: '/app/',
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [react(), driverApp(path.join(root, 'web')), openingFirst(path.join(root, 'web'))],
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      manifest: 'manifest.json',
      target: 'es2023',
      // The strict policy forbids data: addresses for anything but small images.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000,
    },
  };
}
