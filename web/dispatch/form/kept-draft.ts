import { session } from '../../app/session.ts';
import type { Delivery } from '../data/deliveries.ts';
import type { Draft } from './patch.ts';

interface Kept {
  /** The one that is changed, as it was read; none: a new one. */
  read?: Delivery;
  draft: Draft;
}

const key = 'caravan.dispatch.draft';
const writer = (): string | null => session.current?.partyId ?? null;

/** What was typed into the form and not sent yet, for this window: a page that is read again goes on with it. */
export const keptDraft = {
  read(): Kept | undefined {
    try {
      const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as (Kept & { by: string | null }) | null;
      return kept && kept.by === writer() ? kept : undefined;
    } catch {
      return undefined;
    }
  },
  /** Of one delivery, or of a new one. */
  of(id: string | undefined): Kept | undefined {
    const kept = keptDraft.read();
    return kept?.read?.id === id ? kept : undefined;
  },
  keep: (kept: Kept): void => sessionStorage.setItem(key, JSON.stringify({ ...kept, by: writer() })),
  forget: (): void => sessionStorage.removeItem(key),
};
