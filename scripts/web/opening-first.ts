import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const styles = /\s*<link rel="stylesheet"[^>]*>/g;
const opening = /<div class="opening">.*?<\/div>/s;
const picture = /src="[^"]*"/;

/**
 * Lets a browser paint the mark of the opening page with the first bytes that come: its picture and its few styles
 * stand in the page itself, and the styles of the app behind it, so that only what comes after waits for them.
 */
export function openingFirst(webFolder: string): Plugin {
  const read = (file: string) => readFileSync(path.join(webFolder, file), 'utf8');
  return {
    name: 'caravan:opening-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        if (!opening.test(html)) throw new Error('The page has no mark to open with.');
        const own = read('design/opening.css')
          .replace(/\/\*.*?\*\//gs, '')
          .replace(/\s+/g, ' ')
          .trim();
        const mark = encodeURIComponent(read('first-screen/icon.svg').trim());
        const all = [...html.matchAll(styles)].map(([link]) => link.trim());
        return html
          .replace(styles, '')
          .replace('</head>', `  <style>${own}</style>\n  </head>`)
          .replace(opening, (div) => {
            const drawn = div.replace(picture, () => `src="data:image/svg+xml,${mark}"`);
            return `${drawn}\n    ${all.join('\n    ')}`;
          });
      },
    },
  };
}
