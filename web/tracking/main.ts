import type { TrackingMap } from './map.ts';
import { body, type Ended, type Followed, headline, isEnded, type Reader, titleOf } from './parts.ts';
import { wishOf } from './wishes.ts';
import type { Words } from './words/en.ts';

const language = document.documentElement.lang;
const token = location.pathname.split('/').at(-1) as string;
const api = `/v1/track/${token}`;
const main = document.querySelector('#main') as HTMLElement;
const lost = document.querySelector('.lost') as HTMLElement;
const news = document.querySelector('#news') as HTMLElement;

const quickMs = 4000;
const calmMs = 12_000;
const slowestMs = 30_000;
/** After a failure: sooner than usual at first, and not all readers in the same moment. */
const againMs = 1500;

let what = JSON.parse((document.querySelector('#data') as HTMLElement).textContent) as Followed | Ended;
const words = ((await import(`./words/${language}.ts`)) as Record<string, Words>)[language] as Words;
let map: TrackingMap | undefined;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let asking = false;

/** The reader's own way to write times, where it is of the language of the page. */
const written = navigator.languages.find((tag) => tag.startsWith(language)) ?? language;
const reader = (): Reader => ({ words, language: written, zone: undefined, nowMs: Date.now() });

/** Draws what is new and leaves alone what somebody is typing in. */
function show(next: Followed | Ended): void {
  const before = headline(what, reader());
  what = next;
  const fresh = document.createElement('main');
  fresh.innerHTML = body(what, reader()).text;
  if (isEnded(what)) {
    map?.close();
    map = undefined;
    main.replaceChildren(...fresh.childNodes);
  } else {
    for (const part of ['.hero', '.caption', '.said', '.contact']) swap(part, fresh);
    if (!main.querySelector('.wishes:focus-within, .wishes details[open]')) swap('.wishes', fresh);
    map?.show(what);
  }
  const now = headline(what, reader());
  document.title = titleOf(what, reader());
  if (now !== before) news.textContent = now;
}

function swap(selector: string, fresh: HTMLElement): void {
  const [old, next] = [main.querySelector(selector), fresh.querySelector(selector)];
  if (old && next) {
    if (old.outerHTML !== next.outerHTML) old.replaceWith(next);
  } else if (next) main.insertBefore(next, main.querySelector('.wishes, .contact'));
  else old?.remove();
}

async function ask(): Promise<void> {
  clearTimeout(timer);
  if (asking || isEnded(what)) return;
  asking = true;
  try {
    const response = await fetch(api, { signal: AbortSignal.timeout(15_000) });
    const answer = (await response.json()) as Followed & Ended;
    if (!response.ok && response.status !== 410) throw new Error(response.statusText);
    show(answer);
    failures = 0;
  } catch {
    failures++;
  } finally {
    asking = false;
  }
  lost.hidden = failures === 0;
  if (!document.hidden) timer = setTimeout(() => void ask(), waitMs());
}

function waitMs(): number {
  if (failures === 0) return !isEnded(what) && what.driver ? quickMs : calmMs;
  return Math.min(slowestMs, againMs * 2 ** (failures - 1)) * (0.5 + Math.random());
}

async function send(form: HTMLFormElement, takeBack: boolean): Promise<void> {
  const output = form.querySelector('output') as HTMLOutputElement;
  const { wish, method } = form.dataset as { wish: string; method: string };
  form.toggleAttribute('aria-busy', true);
  try {
    const response = await fetch(`${api}/${wish}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wishOf(wish, new FormData(form), takeBack)),
    });
    if (!response.ok) throw new Error(((await response.json()) as { detail?: string }).detail);
    output.textContent = wish === 'rating' ? words.thanks : words.saved;
    if (wish === 'rating') form.querySelector('button')?.remove();
    await ask();
    form.closest('details')?.removeAttribute('open');
  } catch {
    output.textContent = words.notKept;
  } finally {
    form.removeAttribute('aria-busy');
  }
}

/** Not every browser says when it has nothing to do. */
function whenIdle(then: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(then, { timeout: 600 });
  else setTimeout(then, 200);
}

/** The map is the largest part: it is fetched when it comes into view. */
function watchMap(): void {
  const place = main.querySelector<HTMLElement>('.map');
  if (!place) return;
  new IntersectionObserver((entries, observer) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    // Words first: the map is drawn when the page has come to rest.
    whenIdle(
      () =>
        void import('./map.ts').then(({ TrackingMap: Made }) => {
          if (isEnded(what)) return;
          map = new Made(place, words.invented);
          map.show(what);
        }),
    );
  }).observe(place);
}

main.addEventListener('submit', (event) => {
  event.preventDefault();
  void send(event.target as HTMLFormElement, false);
});
main.addEventListener('click', (event) => {
  const button = (event.target as Element).closest<HTMLButtonElement>('[data-take-back]');
  if (button?.form) void send(button.form, true);
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void ask();
});
addEventListener('online', () => void ask());

// Once more, by the reader's own clock instead of the server's.
show(what);
watchMap();
timer = setTimeout(() => void ask(), quickMs);
