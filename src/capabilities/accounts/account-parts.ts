import type { Route } from '../../platform/http/route.ts';
import type { JobDefinition } from '../../platform/jobs/job.ts';
import { dropOldSessions } from './jobs/dropOldSessions.ts';
import { rotateTokenKeys } from './jobs/rotateTokenKeys.ts';
import { sendInvitation } from './jobs/sendInvitation.ts';
import { sendLink } from './jobs/sendLink.ts';
import { sendNotice } from './jobs/sendNotice.ts';
import { acceptInvitation } from './routes/acceptInvitation.ts';
import { askMailChange } from './routes/askMailChange.ts';
import { askPasswordReset } from './routes/askPasswordReset.ts';
import { changeMe } from './routes/changeMe.ts';
import { changePassword } from './routes/changePassword.ts';
import { changeUser } from './routes/changeUser.ts';
import { confirmMailChange } from './routes/confirmMailChange.ts';
import { createDemoToken } from './routes/createDemoToken.ts';
import { getEntrance } from './routes/getEntrance.ts';
import { createInvitation } from './routes/createInvitation.ts';
import { endOtherSessions } from './routes/endOtherSessions.ts';
import { endSession } from './routes/endSession.ts';
import { getMe } from './routes/getMe.ts';
import { getOpenInvitation } from './routes/getOpenInvitation.ts';
import { getUser } from './routes/getUser.ts';
import { listInvitations } from './routes/listInvitations.ts';
import { listSessions } from './routes/listSessions.ts';
import { listTokenKeys } from './routes/listTokenKeys.ts';
import { listUsers } from './routes/listUsers.ts';
import { login } from './routes/login.ts';
import { logout } from './routes/logout.ts';
import { refreshSession } from './routes/refreshSession.ts';
import { resetPassword } from './routes/resetPassword.ts';
import { setUp } from './routes/setUp.ts';
import { signUp } from './routes/signUp.ts';
import { verifyMail } from './routes/verifyMail.ts';
import { withdrawInvitation } from './routes/withdrawInvitation.ts';

/** Users, how they come in, and where they are logged in. */
export const accountRoutes: readonly Route[] = [
  signUp,
  verifyMail,
  login,
  refreshSession,
  logout,
  listSessions,
  endSession,
  endOtherSessions,
  askPasswordReset,
  resetPassword,
  getMe,
  changeMe,
  changePassword,
  askMailChange,
  confirmMailChange,
  createInvitation,
  listInvitations,
  withdrawInvitation,
  getOpenInvitation,
  acceptInvitation,
  setUp,
  listUsers,
  getUser,
  changeUser,
  listTokenKeys,
  createDemoToken,
  getEntrance,
];

export const accountJobs: readonly JobDefinition<any>[] = [
  sendLink,
  sendNotice,
  sendInvitation,
  rotateTokenKeys,
  dropOldSessions,
];
