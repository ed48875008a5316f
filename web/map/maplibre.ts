import 'maplibre-gl/dist/maplibre-gl.css';
import './maplibre.css';
import { setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { session } from '../app/session.ts';

// Left alone it looks for its worker beside itself, where the build has put nothing: a blank map without an error.
setWorkerUrl(workerUrl);

/** For `transformRequest`: our own tiles are for those who are signed in. */
export function withToken(url: string): { url: string; headers?: Record<string, string> } {
  const token = session.current?.accessToken;
  return token && url.startsWith(`${location.origin}/v1/`)
    ? { url, headers: { authorization: `Bearer ${token}` } }
    : { url };
}

export const styleUrl = (dark: boolean): string =>
  `${location.origin}/v1/map-styles/${dark ? 'dark' : 'light'}`;

export * from 'maplibre-gl';
