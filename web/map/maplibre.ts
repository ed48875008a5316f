import 'maplibre-gl/dist/maplibre-gl.css';
import './maplibre.css';
import { setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';

// Left alone it looks for its worker beside itself, where the build has put nothing: a blank map without an error.
setWorkerUrl(workerUrl);

export * from 'maplibre-gl';
