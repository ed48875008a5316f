export {
  type DistanceTable,
  Geography,
  geographyOf,
  type NearestAddress,
  type SearchHit,
} from './geography.ts';
export { percentOf } from './import/progress.ts';
export { importFile, regionNameOf } from './import/import-file.ts';
export { PROFILES, type Profile } from './network/profile-rules.ts';
export { buildRegion } from './region/build-region.ts';
export type { RegionAbout } from './region/region.ts';
export {
  canWrite,
  isRegionName,
  mapsFolder,
  readCurrent,
  removeRegion,
  saveRegion,
} from './region/store.ts';
export { MapSourceError } from './source/map-source.ts';
export { RoutingError } from './routing/errors.ts';
export type { Point, Route, RouteLeg, SnappedStop } from './routing/router.ts';
export type { RouteStep } from './routing/steps.ts';
export type { Address } from './search/addresses.ts';
export { createDemoMap } from './town/create-demo-map.ts';
