import type { JobDefinition } from '../../platform/jobs/job.ts';
import type { Route } from '../../platform/http/route.ts';
import type { EncryptedField } from '../../platform/secrets/encrypted-field.ts';
import { dropOverdueSteps } from './jobs/dropOverdueSteps.ts';
import { mailFactorNotice } from './jobs/mailFactorNotice.ts';
import { addPasskey } from './routes/addPasskey.ts';
import { answerFactor } from './routes/answerFactor.ts';
import { changeFactorPolicy } from './routes/changeFactorPolicy.ts';
import { confirmLogin } from './routes/confirmLogin.ts';
import { confirmTotp } from './routes/confirmTotp.ts';
import { forgetRememberedDevice } from './routes/forgetRememberedDevice.ts';
import { getFactorPolicy } from './routes/getFactorPolicy.ts';
import { listFactors } from './routes/listFactors.ts';
import { listRememberedDevices } from './routes/listRememberedDevices.ts';
import { loginWithPasskey } from './routes/loginWithPasskey.ts';
import { makeRecoveryCodes } from './routes/makeRecoveryCodes.ts';
import { offerPasskey } from './routes/offerPasskey.ts';
import { removeFactor } from './routes/removeFactor.ts';
import { renameFactor } from './routes/renameFactor.ts';
import { resetFactors } from './routes/resetFactors.ts';
import { startConfirmation } from './routes/startConfirmation.ts';
import { startPasskey } from './routes/startPasskey.ts';
import { startPasskeyLogin } from './routes/startPasskeyLogin.ts';
import { startTotp } from './routes/startTotp.ts';

/** Second factors, passkeys, and the steps of a login after the first. */
export const factorRoutes: readonly Route[] = [
  listFactors,
  startTotp,
  confirmTotp,
  startPasskey,
  addPasskey,
  renameFactor,
  removeFactor,
  makeRecoveryCodes,
  listRememberedDevices,
  forgetRememberedDevice,
  startConfirmation,
  confirmLogin,
  answerFactor,
  offerPasskey,
  startPasskeyLogin,
  loginWithPasskey,
  getFactorPolicy,
  changeFactorPolicy,
  resetFactors,
];

export const factorJobs: readonly JobDefinition<any>[] = [mailFactorNotice, dropOverdueSteps];

export const factorSecrets: readonly EncryptedField[] = [
  { table: 'accounts.factor_totps', column: 'secret', key: 'id' },
  { table: 'accounts.oidc_connections', column: 'client_secret', key: 'id' },
];
