import type { Delivery } from '../data/deliveries.ts';

export type Stop = Delivery['dropoff'];
export const proofKinds = ['signature', 'photo', 'code', 'scan'] as const;
export type ProofKind = (typeof proofKinds)[number];

/** What a form of a delivery holds. Times as a `datetime-local` field has them. */
export interface Draft {
  customerId: string | null;
  pickup: Stop | null;
  dropoff: Stop | null;
  name: string;
  phone: string;
  reference: string;
  windowFrom: string;
  windowTo: string;
  kilograms: number | string;
  notes: string;
  proofRules: ProofKind[];
}

export const emptyDraft: Draft = {
  customerId: null,
  pickup: null,
  dropoff: null,
  name: '',
  phone: '',
  reference: '',
  windowFrom: '',
  windowTo: '',
  kilograms: '',
  notes: '',
  proofRules: [],
};

const editable = new Set(['draft', 'ready', 'assigned', 'accepted', 'failed']);
/** After that the parcel is on board, and its driver goes by what they were told. */
export const canEdit = (state: string): boolean => editable.has(state);

export function draftOf(delivery: Delivery): Draft {
  return {
    customerId: delivery.customerId,
    pickup: delivery.pickup,
    dropoff: delivery.dropoff,
    name: delivery.dropoff.name ?? '',
    phone: delivery.dropoff.phone ?? '',
    reference: delivery.reference ?? '',
    windowFrom: toField(delivery.windowFrom),
    windowTo: toField(delivery.windowTo),
    kilograms: delivery.weightGrams > 0 ? delivery.weightGrams / 1000 : '',
    notes: delivery.notes ?? '',
    proofRules: delivery.proofRules,
  };
}

const gramsOf = ({ kilograms }: Draft): number => Math.round((Number(kilograms) || 0) * 1000);
const instantOf = (field: string): string | undefined => (field ? new Date(field).toISOString() : undefined);

/** The door with the person behind it; empty fields are left out. */
function doorOf(stop: Stop, { name, phone }: Pick<Draft, 'name' | 'phone'>): Stop {
  const { name: _name, phone: _phone, ...door } = stop;
  return { ...door, ...(name.trim() && { name: name.trim() }), ...(phone.trim() && { phone: phone.trim() }) };
}

export function newDeliveryOf(draft: Draft, pickup: Stop, dropoff: Stop) {
  const { customerId, reference, notes, proofRules } = draft;
  const [windowFrom, windowTo] = [instantOf(draft.windowFrom), instantOf(draft.windowTo)];
  return {
    pickup,
    dropoff: doorOf(dropoff, draft),
    ...(customerId && { customerId }),
    ...(reference.trim() && { reference: reference.trim() }),
    ...(windowFrom && { windowFrom }),
    ...(windowTo && { windowTo }),
    ...(gramsOf(draft) > 0 && { weightGrams: gramsOf(draft) }),
    ...(notes.trim() && { notes: notes.trim() }),
    ...(proofRules.length > 0 && { proofRules }),
  };
}

/** Only what differs from how it was: what somebody else changed meanwhile is not set back. */
export function patchOf(before: Draft, after: Draft): Record<string, unknown> {
  const changed = (...names: (keyof Draft)[]) =>
    names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return {
    ...(changed('pickup') && after.pickup && { pickup: after.pickup }),
    ...(changed('dropoff', 'name', 'phone') && after.dropoff && { dropoff: doorOf(after.dropoff, after) }),
    ...(changed('reference') && { reference: after.reference.trim() || null }),
    ...(changed('windowFrom') && { windowFrom: instantOf(after.windowFrom) ?? null }),
    ...(changed('windowTo') && { windowTo: instantOf(after.windowTo) ?? null }),
    ...(changed('kilograms') && { weightGrams: gramsOf(after) }),
    ...(changed('notes') && { notes: after.notes.trim() || null }),
    ...(changed('proofRules') && { proofRules: after.proofRules }),
  };
}

/** In the reader's own time, as the browser's field wants it. */
function toField(instant: string | null): string {
  if (!instant) return '';
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
