import { randomUUID } from 'node:crypto';
import { guarded, later, read, reads, soon, type Entries } from './kinds-of-try.ts';

const outside = { lat: 40.5, lng: 9.5 };
const csv = { 'content-type': 'text/csv' };
const calendarOf = ({ relation }: { relation: string }, objects: any) =>
  relation === 'own'
    ? { kind: 'driver', id: objects.driver.own as string }
    : { kind: 'vehicle', id: objects.vehicle[relation] as string };
/** No map is imported in tests: whoever may ask hears that. */
const noMap = [200, 404, 409, 422, 503];
/** Only who reaches all may. */
const wholly = { own: [], party: [], region: [] } as const;

export const capabilityEntries: Entries = {
  'platform.readiness': { may: [200, 503] },
  'platform.liveness': {},
  'platform.listLifecycles': {},
  'platform.listEvents': { send: () => ({ query: { limit: '1' } }) },
  'platform.listLimits': {},
  'platform.getOperations': {},
  'platform.reportPageSpeed': { send: () => ({ body: { area: 'test', shift: 0 } }) },
  'platform.listSettings': {},
  'platform.liftLimit': { send: () => ({ params: { subject: `user:${randomUUID()}` } }), may: [204, 404] },

  'audit.listEntries': {},
  'audit.getEntry': { send: (_, { things }) => ({ params: { id: things.auditEntry! } }) },
  'audit.listCheckpoints': {},
  'audit.listSecurityEvents': {},
  'audit.exportSecurityEvents': {},

  'parties.createParty': {
    kind: 'common',
    reach: wholly,
    beyond: 403,
    once: true,
    send: () => ({ body: { kind: 'person', name: 'new' } }),
  },
  'parties.listParties': { lists: 'party' },
  'parties.getParty': read('party'),
  'parties.changeParty': guarded('party', { name: 'other' }),
  'parties.archiveParty': { ...guarded('party'), reach: wholly, beyond: 403 },
  'parties.listMembers': { ...read('party'), may: [200, 409] },
  'parties.addMember': {
    kind: 'party',
    reach: wholly,
    beyond: 403,
    send: ({ id }, { mine }) => ({ params: { id, personId: mine.partyId }, body: {} }),
    may: [200, 201, 204, 409],
  },
  'parties.removeMember': {
    kind: 'party',
    reach: wholly,
    beyond: 403,
    send: ({ id }) => ({ params: { id, personId: randomUUID() } }),
    may: [204, 409],
  },

  'notifications.listNotices': { lists: 'notice' },
  'notifications.readNotice': read('notice'),
  'notifications.readAllNotices': { kind: 'notice', send: ({ id }) => ({ body: { upTo: id } }) },

  'places.createPlace': {
    kind: 'place',
    reach: { region: ['own', 'party'] },
    beyond: 403,
    send: ({ partyId }) => ({ body: { partyId, ...outside } }),
  },
  'places.listPlaces': { lists: 'place' },
  'places.nearestPlaces': { lists: 'place', send: () => ({ query: { lat: '40.5', lng: '9.5' } }) },
  'places.getPlace': read('place'),
  'places.changePlace': guarded('place', { name: 'other' }),
  'places.archivePlace': guarded('place'),
  'places.importPlaces': { send: () => ({ body: 'lat,lng\n47,9\n', headers: csv }) },
  'places.createRegion': {
    send: () => ({
      body: { name: randomUUID(), circle: { center: { lat: 1, lng: 1 }, radiusMeters: 50 } },
    }),
  },
  'places.listRegions': {},
  'places.getRegion': { send: (_, { mine }) => ({ params: { id: mine.regionId } }) },
  'places.changeRegion': {
    may: [412],
    send: (_, { mine }) => ({
      params: { id: mine.regionId },
      body: { name: 'x' },
      headers: { 'if-match': '"v999"' },
    }),
  },

  // Whoever may is told that there is no such import, and nobody fills the folder of the maps.
  'geography.startMapImport': {
    send: () => ({ body: { source: 'file', fileName: '.osm', sizeBytes: 1 } }),
    may: [400],
  },
  'geography.listMapImports': {},
  'geography.cancelMapImport': { send: () => ({ params: { id: randomUUID() } }), may: [404] },
  'geography.getMapImport': { send: () => ({ params: { id: randomUUID() } }), may: [404] },
  'geography.planRoute': { may: noMap, send: () => ({ body: { stops: [outside, outside] } }) },
  'geography.distanceTable': { may: noMap, send: () => ({ body: { origins: [outside] } }) },
  'geography.reachableAreas': { may: noMap, send: () => ({ body: { point: outside, seconds: [60] } }) },
  'geography.nearestStreets': { may: noMap, send: () => ({ body: { point: outside } }) },
  'geography.matchTrack': {
    may: noMap,
    send: () => ({
      body: {
        points: [
          { ...outside, time: soon(0) },
          { ...outside, time: soon(1) },
        ],
      },
    }),
  },
  'geography.searchAddresses': { may: noMap, send: () => ({ query: { q: 'street' } }) },
  'geography.nearestAddress': { may: noMap, send: () => ({ query: { lat: '47', lng: '9' } }) },
  'geography.getTile': { may: [200, 204, 404], send: () => ({ params: { z: '1', x: '1', y: '1' } }) },
  'geography.getMapStyle': { may: [200, 404], send: () => ({ params: { name: 'light' } }) },
  'geography.listMaps': {},

  'calendar.listSlots': {
    kind: 'slot',
    send: (target, { objects }) => ({
      params: calendarOf(target, objects),
      query: { from: soon(0), to: soon(1000) },
    }),
  },
  'calendar.createSlot': {
    kind: 'slot',
    send(target, { objects }) {
      const from = later();
      return {
        params: calendarOf(target, objects),
        body: { kind: 'blocked', from: soon(from), to: soon(from + 1) },
      };
    },
  },
  'calendar.getSlot': read('slot'),
  'calendar.moveSlot': guarded('slot', { note: 'other' }),
  'calendar.releaseSlot': { kind: 'slot', fresh: true, send: ({ id }) => ({ params: { id } }) },

  'vehicles.createVehicle': {
    kind: 'vehicle',
    beyond: 403,
    send: ({ partyId }) => ({ body: { partyId, name: 'new', kind: 'van' } }),
  },
  'vehicles.listVehicles': { lists: 'vehicle' },
  ...reads('vehicle', ['vehicles.getVehicle']),
  'vehicles.changeVehicle': guarded('vehicle', { name: 'other' }),
  'vehicles.startMaintenance': guarded('vehicle'),
  'vehicles.endMaintenance': guarded('vehicle'),
  'vehicles.retire': guarded('vehicle'),

  'documents.startUpload': { send: () => ({ body: { contentType: 'image/png', sizeBytes: 16 } }) },
  'documents.getUpload': read('upload'),
  'documents.getUploadContent': read('upload'),
  'documents.appendPart': {
    kind: 'upload',
    send: ({ id }) => ({
      params: { id },
      body: Buffer.from('x'),
      headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' },
    }),
    may: [200, 409],
  },

  'live.createTicket': {},

  'tracking.reportPositions': {
    kind: 'device',
    beyond: 403,
    send: ({ id }) => ({
      body: { positions: [{ deviceId: id, kind: 'vehicle', time: soon(0), ...outside }] },
    }),
  },
  'tracking.listPositions': {},
  'tracking.getTrack': {
    kind: 'device',
    send: ({ id }) => ({ query: { deviceId: id, from: soon(-1), to: soon(1) } }),
  },
  'tracking.exportGpx': {
    kind: 'device',
    send: ({ id }) => ({ query: { deviceId: id, from: soon(-1), to: soon(1) } }),
  },
  'tracking.importGpx': {
    kind: 'device',
    beyond: 403,
    send: ({ id }) => ({
      query: { deviceId: id },
      headers: { 'content-type': 'application/gpx+xml' },
      body: `<gpx version="1.1"><trk><trkseg><trkpt lat="40.5" lon="9.5"><time>${soon(0)}</time></trkpt></trkseg></trk></gpx>`,
    }),
  },
  'tracking.putDevice': { send: () => ({ params: { deviceId: randomUUID() }, body: { kind: 'vehicle' } }) },
  'tracking.listDevices': { lists: 'device', listed: ({ deviceId }) => deviceId },
  'tracking.removeDevice': {
    kind: 'device',
    fresh: true,
    send: ({ id }) => ({ params: { deviceId: id } }),
  },
  'tracking.setUpPhone': { kind: 'device', send: ({ id }) => ({ params: { deviceId: id }, body: {} }) },
  'tracking.createGeofence': {
    send: () => ({ body: { name: 'x', shape: { type: 'circle', ...outside, radiusMeters: 9 } } }),
  },
  'tracking.changeGeofence': {
    may: [412],
    send: (_, { things }) => ({
      params: { id: things.geofence! },
      body: { name: 'y', shape: { type: 'circle', ...outside, radiusMeters: 9 } },
      headers: { 'if-match': '"v999"' },
    }),
  },
  'tracking.removeGeofence': { send: () => ({ params: { id: randomUUID() } }), may: [404] },
  'tracking.listGeofences': {},
  'tracking.listInside': { send: (_, { things }) => ({ params: { id: things.geofence! } }) },
  'tracking.reportTraccar': {
    send: () => ({ params: { secret: 'x'.repeat(24) }, body: {} }),
    may: [400, 401, 403, 404],
  },
  'tracking.reportOsmand': {
    send: () => ({ params: { secret: 'x'.repeat(24) }, query: { lat: '1', lon: '1', timestamp: '1' } }),
    may: [400, 401, 403, 404],
  },
  'tracking.reportOwnTracks': { send: () => ({ body: {} }), may: [401] },
};
