// The service worker of the driver's area. The build puts the list of its files and a name made of them in here.
const version = '__VERSION__';
const files = __FILES__;

const shell = `caravan-driver-${version}`;
const tiles = 'caravan-driver-tiles';
const page = '/app/driver';
const MOST_TILES = 800;

self.addEventListener('install', (event) => {
  // All or nothing: half a shell would not start.
  event.waitUntil(caches.open(shell).then((cache) => cache.addAll([page, ...files])));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        names.filter((name) => name.startsWith('caravan-driver-') && name !== shell && name !== tiles),
      )
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('message', ({ data }) => {
  if (data === 'take over') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(fromShell(page, request));
  else if (url.pathname.startsWith('/app/')) event.respondWith(fromShell(url.pathname, request));
  else if (url.pathname.startsWith('/v1/tiles/') || url.pathname.startsWith('/v1/map-styles/'))
    event.respondWith(freshOrKept(event, request));
});

async function fromShell(path, request) {
  const cache = await caches.open(shell);
  return (await cache.match(path)) ?? fetch(request);
}

/** The map as it was seen last, where there is no network. */
async function freshOrKept(event, request) {
  const cache = await caches.open(tiles);
  try {
    const answer = await fetch(request);
    if (answer.ok) event.waitUntil(keep(cache, request.url, answer.clone()));
    return answer;
  } catch (error) {
    const kept = await cache.match(request.url);
    if (kept) return kept;
    throw error;
  }
}

async function keep(cache, url, answer) {
  await cache.put(url, answer);
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST_TILES))) await cache.delete(old);
}
