import { MAX_TRACK_POINTS, type TrackPoint } from '../queries/tracks.ts';
import { findStops, lengthMeters, thinPlaces } from '../rules/track.ts';

const STOP = { radiusMeters: 50, minSeconds: 120 };

/** What a track is, as the API shows it. Distance and stops are of all points, also of those left out. */
export function summarizeTrack(read: readonly TrackPoint[], toleranceMeters: number) {
  const truncated = read.length > MAX_TRACK_POINTS;
  const points = truncated ? read.slice(0, MAX_TRACK_POINTS) : read;
  const timed = points.map((point) => ({
    lat: point.lat,
    lng: point.lng,
    timeMs: point.deviceTime.getTime(),
  }));
  return {
    truncated,
    pointCount: points.length,
    distanceMeters: Math.round(lengthMeters(points)),
    stops: findStops(timed, STOP).map(({ lat, lng, fromMs, toMs, durationSeconds }) => ({
      lat,
      lng,
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      durationSeconds,
    })),
    points: thinPlaces(points, toleranceMeters).map((point) => ({
      ...point,
      deviceTime: point.deviceTime.toISOString(),
      serverTime: point.serverTime.toISOString(),
    })),
  };
}
