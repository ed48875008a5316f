import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const styles = /\s*<link rel="stylesheet"[^>]*>/g;
const opening = /<div class="opening">.*?<\/div>/s;

/**
 * Lets a browser paint the mark of the opening page with a few bytes of styles of its own: the styles of the app stand
 * behind it in the page, so that only what comes after waits for them.
 */
export function openingFirst(webFolder: string): Plugin {
  return {
    name: 'caravan:opening-first',
    apply: 'build',
    buildStart() {
      const source = readFileSync(path.join(webFolder, 'design/opening.css'), 'utf8');
      this.emitFile({ type: 'asset', name: 'opening.css', source });
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const own = Object.keys(bundle).find((name) => /\bopening-[\w-]+\.css$/.test(name));
        if (!own || !opening.test(html)) throw new Error('The page has no mark to open with.');
        const all = [...html.matchAll(styles)].map(([link]) => link.trim());
        return html
          .replace(styles, '')
          .replace('</head>', `  <link rel="stylesheet" href="/app/${own}" />\n  </head>`)
          .replace(opening, (mark) => `${mark}\n    ${all.join('\n    ')}`);
      },
    },
  };
}
