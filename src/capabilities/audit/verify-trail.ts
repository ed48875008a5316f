import type { Context } from '../../platform/context.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { listAuditKeys, listCheckpoints } from './queries/checkpoints.ts';
import {
  countNotSealed,
  entriesOutsideChain,
  examinedLinks,
  hashesAt,
  positionsOf,
  withoutTimeout,
} from './queries/examine.ts';
import { genesis } from './rules/chain.ts';
import { signatureHolds, type ExportedCheckpoint, type SignedCheckpoint } from './rules/checkpoint.ts';
import { examineChain, type Finding } from './rules/examine-chain.ts';

export interface VerifyOptions {
  /** Days, the first and last included; default: all. */
  from?: string | undefined;
  to?: string | undefined;
  /** Checkpoints that were kept elsewhere; their keys are then the only ones that are believed. */
  kept?: readonly ExportedCheckpoint[] | undefined;
}

export interface Verification {
  links: number;
  checkpoints: number;
  /** Entries too young to be in the chain. */
  notSealed: number;
  findings: Finding[];
}

const batchSize = 20_000;
const mostNamed = 100;

/** Goes along the whole chain, and compares it with the entries and with every signed checkpoint. Changes nothing. */
export const verifyTrail = (ctx: Pick<Context, 'db'>, options: VerifyOptions = {}): Promise<Verification> =>
  ctx.db.transaction((tx) => verifyWith(tx, options), { isolation: 'repeatable read' });

async function verifyWith(tx: Transaction, { from, to, kept }: VerifyOptions): Promise<Verification> {
  await withoutTimeout(tx);
  const { valid, findings } = await trustedCheckpoints(tx, kept);
  const whole = from === undefined && to === undefined;
  const { first, last } = await positionsOf(tx, { from, to });
  const start = await startOf(tx, valid, from === undefined ? undefined : first);
  const examiner = examineChain(start);
  for (let next = start.position; last !== null && next <= last; next += batchSize) {
    const rows = await examinedLinks(tx, { from: next, to: Math.min(next + batchSize - 1, last) });
    for (const row of rows) examiner.next(row);
  }
  findings.push(...examiner.end());
  findings.push(...(await compareCheckpoints(tx, valid, { start: start.position, whole })));
  if (whole)
    for (const { id } of await entriesOutsideChain(tx, mostNamed))
      findings.push({
        kind: 'insert',
        position: null,
        entryId: id,
        sentence: `Entry ${id} stands among sealed ones and is not in the chain.`,
      });
  return {
    links: examiner.count,
    checkpoints: valid.length,
    notSealed: await countNotSealed(tx),
    findings,
  };
}

/** Where to begin: after what was let go with a signature, or at the first link of all. */
async function startOf(
  tx: Transaction,
  valid: readonly SignedCheckpoint[],
  first: number | null | undefined,
) {
  const dropped = valid.filter(({ kind }) => kind === 'dropped').sort((a, b) => b.position - a.position)[0];
  const origin = { position: (dropped?.position ?? 0) + 1, previous: Buffer.from(dropped?.hash ?? genesis) };
  if (first === undefined || first === null || first <= origin.position) return origin;
  const before = (await hashesAt(tx, [first - 1])).get(first - 1);
  return before ? { position: first, previous: before } : origin;
}

async function trustedCheckpoints(
  tx: Transaction,
  kept: readonly ExportedCheckpoint[] | undefined,
): Promise<{ valid: SignedCheckpoint[]; findings: Finding[] }> {
  const findings: Finding[] = [];
  const keys = new Map<string, string>();
  if (kept) for (const { keyId, publicKey } of kept) keys.set(keyId, publicKey);
  else for (const { id, publicKey } of await listAuditKeys(tx)) keys.set(id, publicKey);
  const all = [...(kept ?? []).map(importCheckpoint), ...(await listCheckpoints(tx))];
  const valid = all.filter((checkpoint) => {
    const publicKey = keys.get(checkpoint.keyId);
    if (publicKey !== undefined && signatureHolds(checkpoint, publicKey)) return true;
    findings.push({
      kind: 'forgery',
      position: checkpoint.position,
      entryId: null,
      sentence: publicKey
        ? `The signature of the checkpoint at link ${checkpoint.position} does not hold.`
        : `The checkpoint at link ${checkpoint.position} is signed by the key ${checkpoint.keyId}, which is not known.`,
    });
    return false;
  });
  return { valid, findings };
}

const importCheckpoint = (line: ExportedCheckpoint): SignedCheckpoint => ({
  kind: line.kind,
  position: line.position,
  day: line.day,
  hash: Buffer.from(line.hash, 'hex'),
  signedAt: new Date(line.signedAt),
  keyId: line.keyId,
  signature: Buffer.from(line.signature, 'base64'),
});

/** The chain may be rebuilt whole by who owns the database; what was signed before says so. */
async function compareCheckpoints(
  tx: Transaction,
  valid: readonly SignedCheckpoint[],
  { start, whole }: { start: number; whole: boolean },
): Promise<Finding[]> {
  const inReach = valid.filter(({ position }) => position >= start);
  const [hashes, { last }] = [
    await hashesAt(
      tx,
      inReach.map(({ position }) => position),
    ),
    await positionsOf(tx, {}),
  ];
  const findings = new Map<number, Finding>();
  for (const { position, hash, signedAt } of inReach) {
    const found = hashes.get(position);
    const signed = `the checkpoint of ${signedAt.toISOString()} signed`;
    if (found && !found.equals(hash))
      findings.set(position, {
        kind: 'restamp',
        position,
        entryId: null,
        sentence: `The chain up to link ${position} was stamped anew: ${signed} another hash.`,
      });
    else if (!found && whole && position > (last ?? 0))
      findings.set(position, {
        kind: 'truncate',
        position,
        entryId: null,
        sentence: `The chain ends at link ${last ?? 0}, and ${signed} link ${position}.`,
      });
  }
  return [...findings.values()];
}
