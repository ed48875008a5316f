import type { Map as MapLibreMap } from 'maplibre-gl';

/** A page that is free again so late after a picture of its map does not move, it jumps. */
const slowMillis = 50;
/** One slow picture may be anything; a second one after it is the machine. */
const slowInARow = 2;
/** That late a window comes back that was hidden. */
const hiddenMillis = 2_000;
/** For so long after the last slow picture a map that begins to move does so with fewer pixels at once. */
const rememberMillis = 60_000;
/** Of the pixels in each direction: a quarter of the work. */
const share = 0.5;
/** So long after the last movement it is drawn sharp again: not between two turns of a wheel. */
const restMillis = 300;

/**
 * Draws a map with fewer pixels while it moves, on machines that cannot keep up: without a graphics card each of its
 * pictures costs as much as it has pixels, and the page waits for it. At rest it is sharp.
 * @returns ends that
 */
export function keepPace(map: MapLibreMap): () => void {
  let coarse = false;
  /** To change the pixels of a map that rests tells of a movement as well. */
  let changing = false;
  let next = 0;
  let inARow = 0;
  let slowUntilMs = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const setCoarse = (next: boolean) => {
    if (coarse === next) return;
    coarse = next;
    changing = true;
    map.setPixelRatio(devicePixelRatio * (next ? share : 1));
    changing = false;
  };
  const onStart = () => {
    if (changing) return;
    clearTimeout(timer);
    if (performance.now() < slowUntilMs) setCoarse(true);
  };
  const onRender = () => {
    if (!map.isMoving()) return;
    // From a picture to the next chance for one; between two pictures there may just have been no movement.
    const begunMs = performance.now();
    cancelAnimationFrame(next);
    next = requestAnimationFrame(() => took(performance.now() - begunMs));
  };
  const took = (millis: number) => {
    if (millis > hiddenMillis) return;
    inARow = millis > slowMillis ? inARow + 1 : 0;
    if (inARow < slowInARow) return;
    slowUntilMs = performance.now() + rememberMillis;
    if (map.isMoving()) setCoarse(true);
  };
  const onEnd = () => {
    if (changing) return;
    clearTimeout(timer);
    if (coarse) timer = setTimeout(() => setCoarse(false), restMillis);
  };
  map.on('movestart', onStart);
  map.on('render', onRender);
  map.on('moveend', onEnd);
  return () => {
    clearTimeout(timer);
    cancelAnimationFrame(next);
    map.off('movestart', onStart);
    map.off('render', onRender);
    map.off('moveend', onEnd);
  };
}
