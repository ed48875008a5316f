/** A layer of a MapLibre style; the expression language is MapLibre's own. */
export type StyleLayer = { id: string; type: string } & Record<string, unknown>;

/** A number that grows with the zoom, doubling its speed as streets do on a screen. */
export function byZoom(...stops: [zoom: number, value: number][]): unknown[] {
  return ['interpolate', ['exponential', 1.5], ['zoom'], ...stops.flat()];
}

export function kindIs(...kinds: string[]): unknown[] {
  return ['in', ['get', 'kind'], ['literal', kinds]];
}
