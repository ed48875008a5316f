import { distanceMeters } from '../network/distance.ts';

/** One fix of a track, in 1e-7 degrees. */
export interface Fix {
  lat: number;
  lng: number;
  accuracyMeters?: number | undefined;
}

export const DEFAULT_ACCURACY_METERS = 9;

const PACE_REACH = 5;
const MAX_REACH = 6;

/**
 * Where fixes come thicker than they are exact, each becomes the mean of its neighbours: many fixes
 * of one place say together what none of them says alone. Sparse tracks stay as they are.
 */
export function steady(track: readonly Fix[]): Fix[] {
  return track.map((fix, i) => {
    const accuracy = fix.accuracyMeters ?? DEFAULT_ACCURACY_METERS;
    const before = Math.max(0, i - PACE_REACH);
    const after = Math.min(track.length - 1, i + PACE_REACH);
    const a = track[before] as Fix;
    const b = track[after] as Fix;
    const pace = distanceMeters(a.lat, a.lng, b.lat, b.lng) / Math.max(1, after - before);
    const reach = Math.min(
      MAX_REACH,
      i,
      track.length - 1 - i,
      Math.floor((1.2 * accuracy) / Math.max(0.5, pace)),
    );
    if (reach === 0) return fix;
    let lat = 0;
    let lng = 0;
    for (let j = i - reach; j <= i + reach; j++) {
      lat += (track[j] as Fix).lat;
      lng += (track[j] as Fix).lng;
    }
    const count = 2 * reach + 1;
    return { lat: lat / count, lng: lng / count, accuracyMeters: Math.max(4, accuracy / Math.sqrt(count)) };
  });
}
