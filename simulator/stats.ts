/** What a run has done so far, as its own actors count it. */
export interface SimulatorStats {
  drivers: number;
  ordersCreated: number;
  ordersCancelled: number;
  offersAccepted: number;
  offersDeclined: number;
  offersIgnored: number;
  delivered: number;
  failed: number;
  retried: number;
  sentBack: number;
  returned: number;
  assignedByHand: number;
  proofs: number;
  /** Positions that the server has stored. */
  positions: number;
  positionsSetAside: number;
  /** Times a phone lost the network, and what it sent late with its own time. */
  networkLost: number;
  sentLate: number;
  /** Actions that the server refused because something else had happened first. */
  overtaken: number;
  /** Requests sent again because no answer came. */
  retriedRequests: number;
  /** Ways along streets, and straight ones where there are no streets. */
  streetLegs: number;
  straightLegs: number;
}

export const noStats = (): SimulatorStats => ({
  drivers: 0,
  ordersCreated: 0,
  ordersCancelled: 0,
  offersAccepted: 0,
  offersDeclined: 0,
  offersIgnored: 0,
  delivered: 0,
  failed: 0,
  retried: 0,
  sentBack: 0,
  returned: 0,
  assignedByHand: 0,
  proofs: 0,
  positions: 0,
  positionsSetAside: 0,
  networkLost: 0,
  sentLate: 0,
  overtaken: 0,
  retriedRequests: 0,
  streetLegs: 0,
  straightLegs: 0,
});
