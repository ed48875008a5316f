import { expect, test } from 'vitest';
import { routes } from './catalogue.ts';

/** Each with the reason why its success is nothing that a person did to something. */
const notAudited = new Map([
  ['accounts.logout', 'told as a security event'],
  ['accounts.refreshSession', 'goes on with a session, whose login is told'],
  ['documents.appendPart', 'a part of an upload, whose start is told'],
  ['platform.reportPageSpeed', 'how a page felt, told by nobody in particular'],
  ['geography.distanceTable', 'computes'],
  ['geography.matchTrack', 'computes'],
  ['geography.nearestStreets', 'computes'],
  ['geography.planRoute', 'computes'],
  ['geography.reachableAreas', 'computes'],
  ['deliveries.previewRoute', 'computes'],
  ['tracking.reportOwnTracks', 'positions of a device, kept as its track'],
  ['tracking.reportPositions', 'positions of a device, kept as its track'],
  ['tracking.reportTraccar', 'positions of a device, kept as its track'],
]);

test('no operation that writes stays out of the trail but those with a reason', () => {
  const quiet = routes.filter(({ method, audited }) => method !== 'GET' && audited === false);
  expect(quiet.map(({ operation }) => operation).sort()).toEqual([...notAudited.keys()].sort());
});
