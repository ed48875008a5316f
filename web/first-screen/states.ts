/** The states of a delivery in the order of its life, as this screen shows them. */
export const mainStates = [
  'ready',
  'assigned',
  'accepted',
  'picked_up',
  'in_transit',
  'arrived',
  'delivered',
] as const;
export const sideStates = ['failed', 'returning', 'returned', 'cancelled'] as const;

export const stateNames: Readonly<Record<string, string>> = {
  ready: 'waiting',
  assigned: 'offered',
  accepted: 'accepted',
  picked_up: 'on board',
  in_transit: 'on the way',
  arrived: 'at the door',
  delivered: 'delivered',
  failed: 'failed',
  returning: 'going back',
  returned: 'returned',
  cancelled: 'cancelled',
};

export const openStates = [
  'ready',
  'assigned',
  'accepted',
  'picked_up',
  'in_transit',
  'arrived',
  'failed',
  'returning',
];

/** The colour of a state as the style sheet has it now, light or dark. */
export function colorOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || '#888';
}
