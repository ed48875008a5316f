import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { geographyErrors } from '../errors.ts';
import { lockImport, type MapImport } from '../queries/map-imports.ts';
import { endImport } from './endImport.ts';

/**
 * Gives a map up, whatever it is at: who makes it finds its lease gone within a second and stops. The maps in force
 * stay. Cancelling twice is cancelling once.
 * @throws not_found, map_import_over
 */
export async function cancelMapImport(
  tx: Transaction,
  id: string,
  actor: Actor,
  ctx: Ports,
): Promise<MapImport> {
  const one = await lockImport(tx, { id });
  if (!one) throw platformErrors.not_found(`There is no import ${id}.`);
  if (one.state === 'cancelled') return one;
  if (one.state === 'done' || one.state === 'failed')
    throw geographyErrors.map_import_over(
      one.state === 'done' ? 'The map is in force already.' : 'The import has failed already.',
    );
  return endImport(tx, one, { state: 'cancelled' }, actor, ctx);
}
