import type { Route } from '../../platform/http/route.ts';
import { changeApiKey } from './routes/changeApiKey.ts';
import { changeRole } from './routes/changeRole.ts';
import { createApiKey } from './routes/createApiKey.ts';
import { createRole } from './routes/createRole.ts';
import { deleteRole } from './routes/deleteRole.ts';
import { getAccessMatrix } from './routes/getAccessMatrix.ts';
import { getApiKey } from './routes/getApiKey.ts';
import { getGrants } from './routes/getGrants.ts';
import { getRole } from './routes/getRole.ts';
import { listApiKeys } from './routes/listApiKeys.ts';
import { listPermissions } from './routes/listPermissions.ts';
import { listRoles } from './routes/listRoles.ts';
import { putGrants } from './routes/putGrants.ts';
import { revokeApiKey } from './routes/revokeApiKey.ts';
import { rotateApiKey } from './routes/rotateApiKey.ts';

/** Who may do what, and keys for programs. */
export const roleRoutes: readonly Route[] = [
  listPermissions,
  createRole,
  listRoles,
  getRole,
  changeRole,
  deleteRole,
  getGrants,
  putGrants,
  getAccessMatrix,
  createApiKey,
  listApiKeys,
  getApiKey,
  changeApiKey,
  rotateApiKey,
  revokeApiKey,
];
