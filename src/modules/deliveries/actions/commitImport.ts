import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { addJob } from '../../../platform/jobs/enqueue.ts';
import { deliveriesErrors } from '../errors.ts';
import { deliveriesEvents } from '../events.ts';
import { lockImport, updateImport, type DeliveryImport } from '../queries/imports.ts';

/**
 * Starts to order what a checked file asks for. Asked twice, it starts once.
 * @throws not_found, import_not_ready, import_has_wrong_lines
 */
export async function commitImport(
  tx: Transaction,
  { id, skipWrongLines, actor, scope }: { id: string; skipWrongLines: boolean; actor: Actor; scope: Scope },
  ports: Ports,
): Promise<DeliveryImport> {
  const found = await lockImport(tx, id, { actor, scope });
  if (!found) throw platformErrors.not_found(`There is no import ${id} that you may see.`);
  if (found.state === 'importing' || found.state === 'done') return found;
  if (found.state !== 'checked')
    throw deliveriesErrors.import_not_ready(
      found.failure ?? 'The file is still being read; look again when it is checked.',
    );
  if (found.linesWrong > 0 && !skipWrongLines)
    throw deliveriesErrors.import_has_wrong_lines(
      `${found.linesWrong} of ${found.linesTotal} lines are wrong. Mend the file, or send skipWrongLines: true to leave them out.`,
      { members: { linesWrong: found.linesWrong, linesTotal: found.linesTotal } },
    );
  const version = found.version + 1;
  await publish(
    tx,
    [
      {
        event: deliveriesEvents.importStarted,
        subject: { entity: 'delivery_import', id },
        sequence: version,
        actor,
        action: 'commit',
        payload: { linesTotal: found.linesTotal, linesWrong: found.linesWrong },
      },
    ],
    ports,
  );
  tx.withCommit(addJob(tx, 'deliveries.importRows', { importId: id }, { key: `importRows:${id}` }));
  return updateImport(tx, id, { state: 'importing', version, updatedAt: ports.clock.now() });
}
