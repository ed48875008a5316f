import { timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { requireUpload } from '../../../capabilities/documents/api.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { deliveriesErrors } from '../errors.ts';
import { deliveriesEvents } from '../events.ts';
import { lockDelivery, updateDelivery } from '../queries/deliveries.ts';
import { findProof, insertProof, type Proof } from '../queries/proofs.ts';
import { mine } from '../rules/mine.ts';
import type { newProof } from '../routes/recordProof.ts';
import { openCode } from '../sealed-code.ts';
import { newId } from '../../../platform/ports/rng.ts';

type NewProof = z.output<typeof newProof>;

const open = new Set(['picked_up', 'in_transit', 'arrived']);

/**
 * Binds a proof to its delivery. The id is the device's own, so a proof that is sent twice is kept once, and one
 * that was made for another stop is refused.
 * @throws not_found, illegal_transition, not_your_delivery, proof_code_wrong, upload_incomplete, id_taken
 */
export async function recordProof(
  tx: Transaction,
  { deliveryId, proof, actor, scope }: { deliveryId: string; proof: NewProof; actor: Actor; scope: Scope },
  ports: Ports,
): Promise<Proof> {
  const delivery = await lockDelivery(tx, deliveryId, { actor, scope });
  if (!delivery) throw platformErrors.not_found(`There is no delivery ${deliveryId} that you may see.`);
  const known = proof.id ? await findProof(tx, proof.id) : undefined;
  if (known?.deliveryId === deliveryId) return known;
  if (known) throw elsewhere();
  mine({ entity: delivery, actor });
  if (!open.has(delivery.state))
    throw platformErrors.illegal_transition(
      `A proof cannot be added while the delivery is ${delivery.state}.`,
      {
        members: { state: delivery.state, version: delivery.version },
      },
    );
  if (proof.kind === 'code') checkCode(await openCode(ports, delivery), proof.text);
  if (proof.uploadId) await requireUpload(tx, proof.uploadId, actor);
  const row: Proof = {
    id: proof.id ?? newId(ports),
    deliveryId,
    try: delivery.tries + 1,
    kind: proof.kind,
    uploadId: proof.uploadId ?? null,
    text: proof.kind === 'code' ? null : (proof.text ?? null),
    lat: proof.lat ?? null,
    lng: proof.lng ?? null,
    driverId: delivery.driverId,
    deviceTime: proof.deviceTime ? new Date(proof.deviceTime) : null,
    serverTime: ports.clock.now(),
  };
  if (!(await insertProof(tx, row))) throw elsewhere();
  const version = delivery.version + 1;
  await updateDelivery(tx, deliveryId, { version, updatedAt: row.serverTime });
  const event = {
    event: deliveriesEvents.proofRecorded,
    subject: { entity: 'delivery', id: deliveryId },
    sequence: version,
    actor,
    action: 'recordProof',
    fromState: delivery.state,
    toState: delivery.state,
    deviceTime: row.deviceTime,
    payload: {
      customerId: delivery.customerId,
      driverId: delivery.driverId,
      proofId: row.id,
      kind: row.kind,
    },
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  return row;
}

const elsewhere = () =>
  deliveriesErrors.id_taken('This proof belongs to another delivery already.', {
    errors: [{ field: 'id', reason: 'belongs to another delivery' }],
  });

function checkCode(code: string | null, given: string | undefined): void {
  if (code === null || given === undefined) return;
  const [a, b] = [Buffer.from(code), Buffer.from(given)];
  if (a.length !== b.length || !timingSafeEqual(a, b))
    throw deliveriesErrors.proof_code_wrong('Ask the recipient for the six digits again.', {
      errors: [{ field: 'text', reason: 'is not the code of this delivery' }],
    });
}
