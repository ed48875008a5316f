/** Seals the data of test databases: processes that share one need the same. */
export const testMasterKey = Buffer.alloc(32, 'caravan test master key').toString('base64');
