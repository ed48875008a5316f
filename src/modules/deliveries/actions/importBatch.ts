import { regionsAt } from '../../../capabilities/places/api.ts';
import { guest, systemActor, type Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { deliveriesEvents } from '../events.ts';
import { insertNewDeliveries } from '../queries/deliveries.ts';
import { lockImport, markWrong, nextLines, updateImport, type DeliveryImport } from '../queries/imports.ts';
import { createdEvent, deliveryFrom } from './createDelivery.ts';

/** Deliveries that are ordered in one transaction. */
const batchSize = 500;

/**
 * Orders the next lines of an import. The deliveries, their events and the place in the file commit together, under
 * the import's lock: whoever goes on after a crash goes on behind the last line that counted.
 * @returns the import as it is then; its state is `done` when nothing is left
 */
export async function importBatch(tx: Transaction, importId: string, ports: Ports): Promise<DeliveryImport> {
  const found = await lockImport(tx, importId, { actor: systemActor('importRows'), scope: 'all' });
  if (!found) throw new Error(`Import ${importId} is gone`);
  if (found.state !== 'importing') return found;
  const actor: Actor = { ...guest, kind: found.actorKind, id: found.createdBy };
  const lines = await nextLines(tx, importId, { afterLine: found.lastLine, limit: batchSize });
  const last = lines.at(-1);
  if (!last) return finish(tx, found, actor, ports);
  const regionIds = await regionsAt(
    tx,
    lines.map(({ delivery }) => delivery.dropoff),
  );
  const rows = lines.map(({ delivery }, index) => ({
    ...deliveryFrom(delivery, { actor, scope: 'all' }, ports),
    regionId: regionIds[index] ?? null,
  }));
  const inserted = new Set(await insertNewDeliveries(tx, rows));
  const made = rows.filter(({ id }) => inserted.has(id));
  await publish(
    tx,
    made.map((row) => createdEvent(row, actor)),
    ports,
  );
  const taken = lines.filter((_, index) => !inserted.has(rows[index]!.id));
  if (taken.length > 0)
    await markWrong(
      tx,
      importId,
      taken.map(({ line }) => ({
        line,
        field: 'reference',
        reason: 'is taken by another delivery meanwhile',
      })),
    );
  return updateImport(tx, importId, {
    lastLine: last.line,
    linesImported: found.linesImported + made.length,
    linesWrong: found.linesWrong + taken.length,
    updatedAt: ports.clock.now(),
  });
}

async function finish(
  tx: Transaction,
  found: DeliveryImport,
  actor: Actor,
  ports: Ports,
): Promise<DeliveryImport> {
  const version = found.version + 1;
  const { linesTotal, linesWrong, linesImported } = found;
  await publish(
    tx,
    [
      {
        event: deliveriesEvents.importFinished,
        subject: { entity: 'delivery_import', id: found.id },
        sequence: version,
        actor,
        payload: { linesTotal, linesWrong, linesImported },
      },
    ],
    ports,
  );
  return updateImport(tx, found.id, { state: 'done', version, updatedAt: ports.clock.now() });
}
