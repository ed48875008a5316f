export { commitImport } from './actions/commitImport.ts';
export { importBatch } from './actions/importBatch.ts';
export { receiveImport, type ImportRequest } from './actions/receiveImport.ts';
export { followDelivery } from './actions/followDelivery.ts';
export type { Tracked } from './schema.ts';
export { importColumns } from './rules/import-format.ts';
export { findImport, listWrongLines, type DeliveryImport } from './queries/imports.ts';
