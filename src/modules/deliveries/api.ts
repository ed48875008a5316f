export { commitImport } from './actions/commitImport.ts';
export { importBatch } from './actions/importBatch.ts';
export { receiveImport, type ImportRequest } from './actions/receiveImport.ts';
export { importColumns } from './rules/import-format.ts';
export { findImport, listWrongLines, type DeliveryImport } from './queries/imports.ts';
