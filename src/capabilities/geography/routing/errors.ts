/** Why there is no answer on the streets; each is a sentence a person can act on. */
export type RoutingErrorCode =
  | 'geography.offNetwork'
  | 'geography.unconnected'
  | 'geography.outsideRegions'
  | 'geography.noRegion';

export class RoutingError extends Error {
  readonly code: RoutingErrorCode;
  /** Which of the given points it is about. */
  readonly stop: number | undefined;

  constructor(code: RoutingErrorCode, message: string, stop?: number) {
    super(message);
    this.name = 'RoutingError';
    this.code = code;
    this.stop = stop;
  }
}
