/** The states of a delivery in the order of its life; each has one colour everywhere: `--ready` in tokens.css. */
export const deliveryStates = [
  'draft',
  'ready',
  'assigned',
  'accepted',
  'picked_up',
  'in_transit',
  'arrived',
  'delivered',
  'failed',
  'returning',
  'returned',
  'cancelled',
] as const;

export type DeliveryState = (typeof deliveryStates)[number];
export type DriverState = 'offline' | 'online' | 'busy' | 'on_break';

/** What is neither over nor kept back. */
export const openStates = deliveryStates.filter(
  (state) => !['draft', 'delivered', 'returned', 'cancelled'].includes(state),
);

/** Held by a driver now. */
export const activeStates: readonly DeliveryState[] = [
  'assigned',
  'accepted',
  'picked_up',
  'in_transit',
  'arrived',
  'returning',
];

/** The colour as the style sheet has it now, light or dark; for what is drawn by hand, such as maps. */
export function colorOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || '#888';
}
