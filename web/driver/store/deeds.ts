import type { Engine } from '../offline/engine.ts';
import { newId, sha256Of } from '../offline/keys.ts';
import type { Entity, ProofKind, StoredFile } from '../offline/model.ts';
import { lastFix } from '../device/gps.ts';
import { theEngine } from './driver-store.ts';

/** The point is told where the lifecycle takes it: how far from the door the driver was. */
const withPoint: readonly string[] = ['pickUp', 'startTransit', 'arrive', 'deliver', 'fail', 'confirmReturn'];

const where = (): { lat?: number; lng?: number } => {
  const fix = lastFix();
  return fix ? { lat: fix.lat, lng: fix.lng } : {};
};

/** @throws NotPossible, QuotaExceededError */
export async function act(
  entity: Entity,
  entityId: string,
  action: string,
  input: Record<string, unknown> = {},
): Promise<void> {
  const engine = theEngine();
  const point = entity === 'delivery' && withPoint.includes(action) ? where() : {};
  await engine.act({ kind: 'action', entity, entityId, action, input: { ...input, ...point } });
  engine.kick();
}

export async function proveByText(entityId: string, proofKind: 'code' | 'scan', text: string): Promise<void> {
  await prove(theEngine(), { entityId, proofKind, text });
}

export async function proveByFile(
  entityId: string,
  proofKind: 'signature' | 'photo',
  blob: Blob,
  receivedBy = '',
): Promise<void> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const file: StoredFile = {
    id: newId(),
    contentType: blob.type as StoredFile['contentType'],
    bytes,
    sha256: await sha256Of(bytes),
    uploadId: newId(),
  };
  const deed = { entityId, proofKind, fileId: file.id, ...(receivedBy && { receivedBy }) };
  await prove(theEngine(), deed, file);
}

async function prove(
  engine: Engine,
  deed: { entityId: string; proofKind: ProofKind; text?: string; fileId?: string; receivedBy?: string },
  file?: StoredFile,
): Promise<void> {
  await engine.prove({ kind: 'proof', entity: 'delivery', ...deed, ...where() }, file);
  engine.kick();
}
