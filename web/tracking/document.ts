import { html, Html } from './html.ts';
import {
  body,
  type Ended,
  expectation,
  type Followed,
  headline,
  isEnded,
  type Reader,
  titleOf,
} from './parts.ts';
import { de } from './words/de.ts';
import { en, type Words } from './words/en.ts';
import { es } from './words/es.ts';
import { fr } from './words/fr.ts';

const catalogues: Readonly<Record<string, Words>> = { en, de, fr, es };

/** The best of our languages for an Accept-Language header; English for whoever asks for none of them. */
export function languageOf(accepted: string | undefined): string {
  const wanted = (accepted ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().split(';');
      const quality = parameters.map((text) => /^\s*q=([\d.]+)/.exec(text)?.[1]).find(Boolean);
      return { language: tag.slice(0, 2).toLowerCase(), quality: quality ? Number(quality) : 1 };
    })
    .sort((a, b) => b.quality - a.quality);
  return (
    wanted.find(({ language, quality }) => quality > 0 && Object.hasOwn(catalogues, language))?.language ??
    'en'
  );
}

export function readerOf(language: string, rest: Pick<Reader, 'zone' | 'nowMs'>): Reader {
  return { words: catalogues[language] ?? en, language, ...rest };
}

/** Scripts that the first paint does not wait for, but that are fetched with it instead of after each other. */
const scripts = ['main', 'parts', 'contact', 'forms', 'html', 'progress'];

/** The whole page. What the script needs of it lies beside as data, for nothing inline may run. */
export function pageOf(what: Followed | Ended, reader: Reader): string {
  const { words, language } = reader;
  const title = headline(what, reader);
  const ended = isEnded(what);
  const description = ended
    ? ((words.more as Record<string, string>)[what.ending] ?? words.more.unknown)
    : [what.stopsAhead ? words.stopsAhead(what.stopsAhead) : '', expectation(what, reader)]
        .filter(Boolean)
        .join('. ') || words.title;
  const preloads = [...scripts, `words/${language}`].map(
    (name) => html`<link rel="modulepreload" href="/web/tracking/${name}.ts" />`,
  );
  // Without scripts the page reads itself again, and does not offer what it could not send.
  const again = !ended && html`<noscript><meta http-equiv="refresh" content="30" /></noscript>`;
  const without = !ended && html`<noscript><p class="without">${words.noScript}</p></noscript>`;
  const data = new Html(JSON.stringify(what).replace(/</g, '\\u003c'));
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <meta name="theme-color" content="#f7f4ec" media="(prefers-color-scheme: light)" />
    <meta name="theme-color" content="#08121c" media="(prefers-color-scheme: dark)" />
    <meta name="robots" content="noindex" />
    <title>${titleOf(what, reader)}</title>
    <meta name="description" content="${description}" />
    <meta property="og:type" content="website" />
    <meta property="og:site_name" content="${what.operator?.name ?? words.title}" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${description}" />
    <meta name="twitter:card" content="summary" />
    <link rel="icon" href="/web/tracking/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/web/tracking/style.css" />
    <link rel="stylesheet" href="/web/tracking/wishes.css" />
    ${preloads}
    ${again}
  </head>
  <body>
    <header>${what.operator && html`<p class="who">${what.operator.name}</p>`}<p>${words.title}</p><p class="lost" role="status" hidden>${words.offline}</p></header>
    <main id="main">${body(what, reader)}</main>
    ${without}
    <footer><p>${words.privacy}</p></footer>
    <p class="unseen" id="news" role="status"></p>
    <script type="application/json" id="data">${data}</script>
    <script type="module" src="/web/tracking/main.ts"></script>
  </body>
</html>`.text;
}
