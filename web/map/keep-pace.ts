import type { Map as MapLibreMap } from 'maplibre-gl';

/** Pictures of a moving map that come slower than this are seen one by one. */
const slowMillis = 50;
/** One slow picture may be anything; a second one after it is the machine. */
const slowInARow = 2;
/** A pause in the movement, not a slow picture. */
const pauseMillis = 1_500;
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
  let drawnAtMs = 0;
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
    const nowMs = performance.now();
    const tookMs = nowMs - drawnAtMs;
    drawnAtMs = map.isMoving() ? nowMs : 0;
    if (drawnAtMs === 0 || tookMs > pauseMillis) return;
    inARow = tookMs > slowMillis ? inARow + 1 : 0;
    if (inARow < slowInARow) return;
    slowUntilMs = nowMs + rememberMillis;
    setCoarse(true);
  };
  const onEnd = () => {
    if (changing) return;
    clearTimeout(timer);
    drawnAtMs = inARow = 0;
    if (coarse) timer = setTimeout(() => setCoarse(false), restMillis);
  };
  map.on('movestart', onStart);
  map.on('render', onRender);
  map.on('moveend', onEnd);
  return () => {
    clearTimeout(timer);
    map.off('movestart', onStart);
    map.off('render', onRender);
    map.off('moveend', onEnd);
  };
}
