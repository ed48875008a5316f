import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepPace } from './keep-pace.ts';

/** A map that says what MapLibre says, also when its pixels change while it rests. */
class Map extends EventEmitter {
  moving = false;
  ratio = 1;
  changes = 0;
  isMoving = () => this.moving;
  setPixelRatio(ratio: number): void {
    this.ratio = ratio;
    if (++this.changes > 20) throw new Error('It never comes to rest.');
    if (this.moving) return;
    this.emit('movestart');
    this.emit('moveend');
  }
  begin(): void {
    this.moving = true;
    this.emit('movestart');
  }
  /** Pictures after which the page is free again that late. */
  draw(times: number, millis: number): void {
    for (let time = 0; time < times; time++) {
      this.emit('render');
      vi.advanceTimersByTime(millis);
      frames.splice(0).forEach((frame) => frame());
    }
  }
  end(): void {
    this.moving = false;
    this.emit('moveend');
  }
}

const frames: (() => void)[] = [];
let map: Map;
let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('devicePixelRatio', 2);
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => frames.splice(0));
  map = new Map();
  map.ratio = 2;
  stop = keepPace(map as never);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a map that comes too slowly is coarse while it moves, and sharp at rest', () => {
  map.begin();
  map.draw(1, 120);
  expect(map.ratio).toBe(2);
  map.draw(1, 120);
  expect(map.ratio).toBe(1);
  map.end();
  vi.advanceTimersByTime(200);
  expect(map.ratio).toBe(1);
  vi.advanceTimersByTime(200);
  expect(map.ratio).toBe(2);
  // The next movement begins so; a minute later it is tried again.
  map.begin();
  expect(map.ratio).toBe(1);
  map.end();
  vi.advanceTimersByTime(61_000);
  map.begin();
  expect(map.ratio).toBe(2);
});

test('neither a slow hand nor a single slow picture makes it coarse', () => {
  map.begin();
  for (let turn = 0; turn < 10; turn++) {
    map.draw(1, 16);
    vi.advanceTimersByTime(300);
  }
  map.draw(1, 200);
  map.draw(1, 16);
  map.draw(1, 200);
  expect(map.changes).toBe(0);
  // Nor what is drawn while it rests.
  map.end();
  map.draw(5, 200);
  expect(map.changes).toBe(0);
});

test('a hand that comes back at once finds it coarse still', () => {
  map.begin();
  map.draw(2, 80);
  map.end();
  vi.advanceTimersByTime(100);
  map.begin();
  vi.advanceTimersByTime(1_000);
  expect([map.ratio, map.changes]).toEqual([1, 1]);
});
