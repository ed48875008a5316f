import { accounts } from '../capabilities/accounts/module.ts';
import { audit } from '../capabilities/audit/module.ts';
import { calendar } from '../capabilities/calendar/module.ts';
import { geography } from '../capabilities/geography/module.ts';
import { documents } from '../capabilities/documents/module.ts';
import { live } from '../capabilities/live/module.ts';
import { notifications } from '../capabilities/notifications/module.ts';
import { parties } from '../capabilities/parties/module.ts';
import { places } from '../capabilities/places/module.ts';
import { tracking } from '../capabilities/tracking/module.ts';
import { vehicles } from '../capabilities/vehicles/module.ts';
import { deliveries } from '../modules/deliveries/module.ts';
import type { MigrationSet } from '../platform/db/migrate/migrate.ts';
import type { Manifest } from '../platform/modules/manifest.ts';
import { platform } from '../platform/platform-manifest.ts';

/** The one list of what this program is made of, in the order in which it is migrated and registered. */
export const manifests: readonly Manifest[] = [
  platform,
  audit,
  accounts,
  parties,
  places,
  documents,
  geography,
  calendar,
  vehicles,
  live,
  notifications,
  tracking,
  deliveries,
];

export const migrationSets: MigrationSet[] = manifests.flatMap(({ name, migrations }) =>
  migrations ? [{ schema: name, folder: migrations }] : [],
);
