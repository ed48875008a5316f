import { defineErrors, type Problem } from '../../platform/errors/problem.ts';
import { RoutingError, type RoutingErrorCode } from './routing/errors.ts';

export const geographyErrors = defineErrors({
  off_network: { status: 422, title: 'A point is too far from any street' },
  unconnected: { status: 422, title: 'No way leads there' },
  outside_maps: { status: 422, title: 'A point lies outside the imported maps' },
  no_map: { status: 409, title: 'No map has been imported' },
  map_import_open: { status: 409, title: 'A map of this name is on its way already' },
  map_import_over: { status: 409, title: 'The import is over' },
  maps_not_writable: { status: 503, title: 'The folder of the maps cannot be written to' },
});

const PROBLEMS: Record<RoutingErrorCode, keyof typeof geographyErrors.definitions> = {
  'geography.offNetwork': 'off_network',
  'geography.unconnected': 'unconnected',
  'geography.outsideRegions': 'outside_maps',
  'geography.noRegion': 'no_map',
};

export const ROUTING_PROBLEMS = Object.values(PROBLEMS);

/** What a client is told when the streets give no answer. */
function toProblem(error: RoutingError): Problem {
  const members = error.stop === undefined ? {} : { stop: error.stop };
  return geographyErrors[PROBLEMS[error.code]](error.message, { members });
}

/** Runs something on the streets, its failures turned into problems. */
export async function answering<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof RoutingError ? toProblem(error) : error;
  }
}
