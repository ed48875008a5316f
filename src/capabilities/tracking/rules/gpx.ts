import { SaxesParser } from 'saxes';
import type { TrackPoint } from '../queries/tracks.ts';

export interface GpxPoint {
  lat: number;
  lng: number;
  /** Null when the file does not say. */
  timeMs: number | null;
  altitudeMeters: number | null;
  speedMetersPerSecond: number | null;
  headingDegrees: number | null;
}

const POINTS = new Set(['trkpt', 'wpt', 'rtept']);

/** Points of all tracks, routes and waypoints of a GPX 1.0 or 1.1 file, in its order. Throws when it is no XML or no GPX. */
export function parseGpx(text: string): GpxPoint[] {
  const points: GpxPoint[] = [];
  const parser = new SaxesParser();
  let depth = 0;
  let point: GpxPoint | null = null;
  let content = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const local = localName(name);
    if (depth++ === 0 && local !== 'gpx') throw new SyntaxError(`The root is ${local}, not gpx`);
    content = '';
    if (!POINTS.has(local)) return;
    point = {
      lat: Number(attributes['lat'] ?? Number.NaN),
      lng: Number(attributes['lon'] ?? Number.NaN),
      timeMs: null,
      altitudeMeters: null,
      speedMetersPerSecond: null,
      headingDegrees: null,
    };
  });
  parser.on('text', (chunk) => {
    content += chunk;
  });
  parser.on('closetag', ({ name }) => {
    depth--;
    const local = localName(name);
    if (point === null) return;
    if (POINTS.has(local)) {
      points.push(point);
      point = null;
      return;
    }
    setField(point, local, content.trim());
    content = '';
  });
  parser.write(text).close();
  if (depth !== 0 || points.length === 0) throw new SyntaxError('There is no point in it');
  return points;
}

function setField(point: GpxPoint, name: string, text: string): void {
  const figure = text === '' || !Number.isFinite(Number(text)) ? null : Number(text);
  if (name === 'time') point.timeMs = Number.isNaN(Date.parse(text)) ? null : Date.parse(text);
  else if (name === 'ele') point.altitudeMeters = figure;
  else if (name === 'speed') point.speedMetersPerSecond = figure;
  else if (name === 'course') point.headingDegrees = figure;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (char) => ENTITIES[char] as string);

/** A track as GPX 1.1. A gap of more than ten minutes begins a new segment. */
export function writeGpx(name: string, points: readonly TrackPoint[]): string {
  const out = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gpx version="1.1" creator="Caravan" xmlns="http://www.topografix.com/GPX/1/1">',
    `<trk><name>${escapeXml(name)}</name><trkseg>`,
  ];
  let previous = points[0]?.deviceTime.getTime() ?? 0;
  for (const point of points) {
    const time = point.deviceTime.getTime();
    if (time - previous > 600_000) out.push('</trkseg><trkseg>');
    previous = time;
    const altitude = point.altitudeMeters === null ? '' : `<ele>${point.altitudeMeters}</ele>`;
    out.push(
      `<trkpt lat="${point.lat}" lon="${point.lng}">${altitude}<time>${point.deviceTime.toISOString()}</time></trkpt>`,
    );
  }
  out.push('</trkseg></trk></gpx>');
  return out.join('\n');
}
