import { linkHash, type LinkContent } from './chain.ts';

export type TamperingKind = 'edit' | 'delete' | 'insert' | 'reorder' | 'truncate' | 'restamp' | 'forgery';

export interface Finding {
  kind: TamperingKind;
  position: number | null;
  entryId: string | null;
  sentence: string;
}

/** A link beside what its entry says now. */
export interface ExaminedLink extends LinkContent {
  hash: Uint8Array;
  found: boolean;
  /** Of the entry as it is now; null when it is what the link says. */
  otherContentHash: Uint8Array | null;
  otherTime: boolean;
}

/** Entries are written within seconds; one that claims to be this much older than its neighbours was put in later. */
const backdatedMicros = 600_000_000n;
const worthListing = 1000;

/** Goes along the chain once. One fault is told once: after it the chain is followed as it stands. */
export function examineChain(start: { position: number; previous: Uint8Array }) {
  const findings: Finding[] = [];
  const edited = new Map<string, { position: number; entryId: string; content: string }>();
  const claimed = new Map<string, number>();
  let { position: expected, previous } = start;
  let count = 0;
  let broken: ExaminedLink | undefined;
  let faultBefore = false;
  let last: ExaminedLink | undefined;
  let newestMicros = 0n;

  const say = (kind: TamperingKind, position: number | null, entryId: string | null, sentence: string) => {
    if (findings.length < worthListing) findings.push({ kind, position, entryId, sentence });
  };

  function gapBefore(position: number): boolean {
    if (position === expected) return false;
    const missing = position - expected;
    say(
      'delete',
      expected,
      null,
      missing === 1
        ? `Link ${expected} is gone from the chain.`
        : `Links ${expected} to ${position - 1} are gone from the chain.`,
    );
    return true;
  }

  function settleBroken(next: ExaminedLink | undefined): void {
    if (!broken) return;
    const { position, entryId } = broken;
    if (next && isAfter(broken, next))
      say('reorder', position, entryId, `Link ${position} does not stand where it was written.`);
    else say('edit', position, entryId, `Link ${position} itself was changed.`);
    broken = undefined;
  }

  function examineEntry(link: ExaminedLink): boolean {
    const { position, entryId } = link;
    if (!link.found) {
      say('delete', position, entryId, `Entry ${entryId} (link ${position}) is gone.`);
      return true;
    }
    if (link.otherContentHash) {
      const content = Buffer.from(link.otherContentHash).toString('hex');
      edited.set(content + position, { position, entryId, content });
      claimed.set(Buffer.from(link.contentHash).toString('hex'), position);
    }
    if (link.otherTime)
      say('restamp', position, entryId, `Entry ${entryId} (link ${position}) has another time than it had.`);
    return link.otherContentHash !== null || link.otherTime;
  }

  return {
    findings,
    get count() {
      return count;
    },
    get last() {
      return last;
    },
    next(link: ExaminedLink): void {
      count++;
      let faulty = gapBefore(link.position);
      const afterFault = faulty || faultBefore;
      const outOfOrder = last !== undefined && isAfter(last, link);
      settleBroken(link);
      if (outOfOrder && !afterFault) {
        say(
          'reorder',
          link.position,
          link.entryId,
          `Link ${link.position} does not stand where it was written.`,
        );
        faulty = true;
      }
      if (examineEntry(link)) faulty = true;
      const holds = linkHash(previous, link).equals(link.hash);
      if (!holds && !faulty && !afterFault) broken = link;
      faultBefore = faulty || broken !== undefined;
      const micros = BigInt(link.occurredAtMicros);
      if (newestMicros - micros > backdatedMicros)
        say(
          'insert',
          link.position,
          link.entryId,
          `Entry ${link.entryId} (link ${link.position}) was written long after the time that it claims.`,
        );
      if (micros > newestMicros) newestMicros = micros;
      previous = link.hash;
      expected = link.position + 1;
      last = link;
    },
    end(): Finding[] {
      settleBroken(undefined);
      for (const { position, entryId, content } of edited.values()) {
        const origin = claimed.get(content);
        if (origin !== undefined && origin !== position)
          say(
            'reorder',
            position,
            entryId,
            `Entry ${entryId} (link ${position}) holds what stood at link ${origin}.`,
          );
        else say('edit', position, entryId, `Entry ${entryId} (link ${position}) was changed.`);
      }
      return findings;
    },
  };
}

/** Whether a stands after b in the order of commits. */
function isAfter(a: LinkContent, b: LinkContent): boolean {
  const [left, right] = [BigInt(a.transactionId), BigInt(b.transactionId)];
  return left === right ? a.entryId > b.entryId : left > right;
}
