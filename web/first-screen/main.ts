import { ApiError } from '../../client/src/problem.ts';
import { sourceOfMap } from './base-map.ts';
import { Board, News } from './board.ts';
import { Feed } from './feed.ts';
import { TownMap } from './map.ts';
import { sayPage, words } from './language.ts';
import { colorOf, stateNames } from './states.ts';
import { door, Town, type TownEvent } from './town.ts';
import { tell } from './words.ts';

const find = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;
const town = new Town();
const board = new Board(find('flow'));
const news = new News(find('news'));
const status = find('status').querySelector('span') as HTMLElement;
let token = '';

const map = new TownMap(find<HTMLCanvasElement>('map'), town, async (path) => {
  const response = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`The tile was refused: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
});

function setMode(mode: 'live' | 'lost' | 'closed', words: string): void {
  document.body.dataset['mode'] = mode;
  status.textContent = words;
}

function describe(): void {
  const working = map.fleet.places.filter(({ id }) => town.jobOf(id)).length;
  const open = [...town.counts].reduce((sum, [state, count]) => (isOver(state) ? sum : sum + count), 0);
  const drivers = map.fleet.places.length;
  find('empty').hidden = drivers > 0 || town.parcels.size > 0;
  if (document.body.dataset['mode'] !== 'live') return;
  status.textContent = drivers > 0 ? words.status.busy(working, drivers, open) : words.status.waiting;
}

const isOver = (state: string) => ['delivered', 'cancelled', 'returned', 'draft'].includes(state);

function take(events: readonly TownEvent[]): void {
  const now = performance.now();
  for (const event of events) {
    const change = town.apply(event);
    if (change) {
      board.fly(change.from, change.to);
      const parcel = town.parcels.get(event.entityId);
      const where = change.to === 'accepted' || change.to === 'picked_up' ? parcel?.pickup : parcel?.dropoff;
      if (where && change.to !== 'in_transit') map.fleet.ring(where, colorOf(change.to), now);
    }
    const line = tell(event, town);
    if (line) news.add(line, event.serverTime);
  }
  forgetOld();
  board.show(town.counts);
  describe();
}

/** What is over stays on the map for a while, then makes room. */
function forgetOld(): void {
  const over = [...town.parcels.values()].filter(({ state }) => isOver(state));
  for (const { id } of over.slice(0, Math.max(0, over.length - 150))) town.parcels.delete(id);
}

/** Keeps what matters clear of the panels that lie over the map. */
function measure(): void {
  const { width: whole, height } = find('map').getBoundingClientRect();
  const isPhone = innerWidth <= 760;
  const flow = find('flow').getBoundingClientRect();
  const list = document.querySelector('.news') as HTMLElement;
  map.setInsets(
    isPhone
      ? { left: 0, right: 0, top: 70, bottom: 20 }
      : {
          left: 20,
          right: Math.min(whole / 3, list.offsetWidth + 30),
          top: Math.min(height / 3, flow.bottom),
          bottom: 60,
        },
  );
}

async function open(source: () => string | Promise<string>): Promise<void> {
  const feed = new Feed({
    town,
    token: source,
    onEvents: take,
    onPositions({ changed, gone }) {
      const now = performance.now();
      for (const { id, lat, lng, headingDegrees } of changed)
        map.fleet.move(id, { lat, lng }, headingDegrees, now);
      for (const id of gone) if (map.fleet.places.length > gone.length) map.fleet.remove(id);
    },
    onReload() {
      measure();
      map.fit();
      board.show(town.counts);
    },
    onConnection(connected) {
      if (connected) setMode('live', words.status.live);
      else setMode('lost', words.status.lost);
      describe();
    },
  });
  let asked: ReturnType<typeof setTimeout> | undefined;
  map.onMove = () => {
    clearTimeout(asked);
    asked = setTimeout(() => feed.live.setViewport(map.view.bounds()), 200);
  };
  await feed.start();
  void sourceOfMap(words.status.invented).then((text) => (find('attribution').textContent = text));
  map.onMove();
  setInterval(() => map.fit(), 8000);
  setInterval(describe, 2000);
}

async function demoToken(role: string): Promise<string | null> {
  const response = await fetch('/v1/demo/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role }),
  });
  return response.ok ? ((await response.json()) as { token: string }).token : null;
}

async function copy(text: string): Promise<void> {
  // Browsers give the clipboard to secure addresses only; a demo on the local network is none.
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

async function giveToken(button: HTMLElement): Promise<void> {
  const { role } = button.dataset;
  if (!role) return;
  const made = await demoToken(role);
  if (made) await copy(made);
  find('copied').textContent = made ? words.status.copied : words.status.notCopied;
  setTimeout(() => {
    find('copied').textContent = '';
  }, 2500);
}

function listen(): void {
  find('tokens').addEventListener('click', ({ target }) => void giveToken(target as HTMLElement));
  find('fit').addEventListener('click', () => {
    map.view.held = false;
    map.fit();
  });
  find('map').addEventListener('pointermove', (event) => {
    const tip = find('tip');
    const id = map.fleet.near(map.view, event.offsetX, event.offsetY);
    tip.hidden = !id;
    if (!id) return;
    const job = town.jobOf(id);
    const more = job
      ? `${job.reference ?? words.tell.parcel}, ${stateNames[job.state]}\n${door(job.dropoff)}`
      : words.status.free;
    tip.textContent = `${town.driverName(id)}\n${more}`;
    tip.style.left = `${event.offsetX}px`;
    tip.style.top = `${event.offsetY}px`;
  });
  find('enter').addEventListener('submit', (event) => {
    event.preventDefault();
    token = find<HTMLInputElement>('token').value.trim();
    open(() => token)
      .then(() => {
        find('closed').hidden = true;
      })
      .catch((error: unknown) => {
        const refused = error instanceof ApiError ? error.problem.detail : words.status.silent;
        find('refused').textContent = refused;
      });
  });
  addEventListener('resize', measure);
}

/** In demo mode it opens by itself; a token that has run out is renewed. */
async function begin(): Promise<void> {
  find('example').textContent =
    `curl ${location.origin}/v1/deliveries \\\n  -H "Authorization: Bearer $(bin/caravan token --role dispatcher | tail -1)" \\\n  -H "Content-Type: application/json" \\\n  -d '{"pickup": {"lat": 47.14, "lng": 9.52}, "dropoff": {"lat": 47.15, "lng": 9.51}}'`;
  try {
    const entrance = (await (await fetch('/v1/entrance')).json()) as { demo: boolean };
    const first = entrance.demo ? await demoToken('dispatcher') : null;
    if (!first) {
      setMode('closed', words.status.closed);
      find('closed').hidden = false;
      return;
    }
    token = first;
    find('tokens').hidden = false;
    setInterval(async () => (token = (await demoToken('dispatcher')) ?? token), 6 * 3600_000);
    await open(() => token);
  } catch {
    setMode('lost', words.status.silentAgain);
    setTimeout(() => void begin(), 3000);
  }
}

sayPage();
status.textContent = words.status.looking;
board.show(town.counts);
listen();
measure();
void begin();
