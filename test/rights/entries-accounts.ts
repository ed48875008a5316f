import { randomUUID } from 'node:crypto';
import { allGuarded, guarded, read, type Entries } from './kinds-of-try.ts';

const ifMatch = { 'if-match': '"v999"' };
const token = 'x'.repeat(43);
const mail = 'somebody@example.org';
const password = 'a long enough sentence';
/** A link that never was. */
const noLink = { may: [410] };
/** Nobody's second factor is there to be found; what changes one wants a login of just now. */
const noFactor = { may: [403, 404, 409, 410] };

export const accountEntries: Entries = {
  // Outside demo mode there are none, for nobody.
  'accounts.createDemoToken': { send: () => ({ body: { role: 'driver' } }), may: [404] },

  'accounts.listPermissions': {},
  'accounts.createRole': {
    send: () => ({ body: { name: `r${randomUUID().slice(0, 30)}`, title: 'new', permissions: {} } }),
  },
  'accounts.listRoles': {},
  'accounts.getRole': { send: (_, { things }) => ({ params: { id: things.role! } }) },
  'accounts.changeRole': {
    may: [412],
    send: (_, { things }) => ({ params: { id: things.role! }, body: { title: 'other' }, headers: ifMatch }),
  },
  'accounts.deleteRole': {
    may: [412],
    send: (_, { things }) => ({ params: { id: things.role! }, headers: ifMatch }),
  },
  'accounts.getAccessMatrix': {},
  'accounts.getGrants': read('user'),
  'accounts.putGrants': guarded('user', { roles: [] }),
  'accounts.explainAccess': {
    kind: 'user',
    send: ({ id }) => ({ query: { userId: id, permission: 'delivery:read' } }),
  },

  'accounts.createApiKey': { send: () => ({ body: { name: 'new', permissions: {} } }) },
  'accounts.listApiKeys': { lists: 'key' },
  'accounts.getApiKey': read('key'),
  ...allGuarded('key', { 'accounts.changeApiKey': { name: 'other' }, 'accounts.rotateApiKey': {} }),
  'accounts.revokeApiKey': { ...guarded('key'), send: ({ id }) => ({ params: { id }, headers: ifMatch }) },

  'accounts.signUp': { send: () => ({ body: { mail, password, name: 'x' } }), may: [202, 429] },
  'accounts.verifyMail': { send: () => ({ body: { token, transport: 'body' } }), ...noLink },
  'accounts.login': {
    send: () => ({ body: { mail: `${randomUUID()}@example.org`, password, transport: 'body' } }),
    may: [401, 429],
  },
  'accounts.logout': { send: () => ({ body: {} }) },
  'accounts.refreshSession': { send: () => ({ body: { refreshToken: token } }), may: [401] },
  'accounts.askPasswordReset': { send: () => ({ body: { mail } }), may: [202, 429] },
  'accounts.resetPassword': { send: () => ({ body: { token, password } }), ...noLink },
  'accounts.confirmMailChange': { send: () => ({ body: { token } }), ...noLink },
  'accounts.setUp': {
    send: () => ({ body: { token, mail, name: 'x', password, transport: 'body' } }),
    ...noLink,
  },
  'accounts.listTokenKeys': {},

  'accounts.getMe': { ofLogin: true },
  'accounts.changeMe': {
    ofLogin: true,
    send: () => ({ body: { name: 'x' }, headers: ifMatch }),
    may: [412],
  },
  'accounts.changePassword': {
    ofLogin: true,
    send: () => ({ body: { currentPassword: password, newPassword: password } }),
    may: [404, 422, 429],
  },
  'accounts.askMailChange': {
    ofLogin: true,
    send: () => ({ body: { mail, currentPassword: password } }),
    may: [404, 422, 429],
  },
  'accounts.listSessions': {},
  'accounts.endSession': { kind: 'session', fresh: true, send: ({ id }) => ({ params: { id } }) },
  'accounts.endOtherSessions': {},

  'accounts.listUsers': { lists: 'user' },
  'accounts.getUser': read('user'),
  'accounts.changeUser': guarded('user', { name: 'x' }),
  'accounts.createInvitation': { send: () => ({ body: { role: 'driver' } }) },
  'accounts.listInvitations': {},
  'accounts.withdrawInvitation': { send: () => ({ params: { id: randomUUID() } }), may: [404] },
  'accounts.getOpenInvitation': { send: () => ({ params: { token } }), ...noLink },
  'accounts.acceptInvitation': {
    send: () => ({ body: { token, mail, name: 'x', password, transport: 'body' } }),
    ...noLink,
  },

  'accounts.startPasskeyLogin': { send: () => ({ body: {} }) },
  'accounts.loginWithPasskey': { send: () => ({ body: { challenge: token } }), may: [400, 401, 410] },
  'accounts.offerPasskey': { send: () => ({ body: { challenge: token } }), may: [400, 401, 410] },
  'accounts.answerFactor': {
    send: () => ({ body: { challenge: token, code: '123456', transport: 'body' } }),
    may: [400, 401, 410],
  },
  'accounts.listFactors': {},
  'accounts.listRememberedDevices': {},
  'accounts.forgetRememberedDevice': { send: () => ({ params: { id: randomUUID() } }), ...noFactor },
  'accounts.removeFactor': { send: () => ({ params: { id: randomUUID() } }), ...noFactor },
  'accounts.renameFactor': {
    send: () => ({ params: { id: randomUUID() }, body: { name: 'x' } }),
    ...noFactor,
  },
  'accounts.startTotp': { send: () => ({ body: {} }), ...noFactor },
  'accounts.confirmTotp': {
    send: () => ({ params: { id: randomUUID() }, body: { code: '123456' } }),
    ...noFactor,
  },
  'accounts.startPasskey': { send: () => ({ body: {} }), ...noFactor },
  'accounts.addPasskey': { send: () => ({ body: { challenge: token } }), may: [400, 403, 410] },
  'accounts.makeRecoveryCodes': { send: () => ({ body: {} }), ...noFactor },
  'accounts.startConfirmation': { send: () => ({ body: {} }), may: [200, 403, 404, 409] },
  'accounts.confirmLogin': { send: () => ({ body: { password } }), may: [400, 401, 403, 404] },
  'accounts.resetFactors': { kind: 'user', send: ({ id }) => ({ params: { id } }) },
  'accounts.getFactorPolicy': {},
  'accounts.changeFactorPolicy': { send: () => ({ body: {}, headers: ifMatch }), may: [412] },

  'accounts.listOidcProviders': {},
  'accounts.getEntrance': {},
  // There is no provider of this name to go to.
  'accounts.startOidc': { send: () => ({ params: { provider: 'nobody' } }), may: [404] },
  'accounts.finishOidc': {
    send: () => ({ params: { provider: 'nobody' }, query: { state: token, code: 'x' } }),
    may: [303, 400, 404],
  },
  'accounts.listIdentities': {},
  'accounts.linkIdentity': { send: () => ({ body: { provider: 'nobody' } }), may: [403, 404] },
  'accounts.unlinkIdentity': { send: () => ({ params: { id: randomUUID() } }), may: [403, 404] },
  'accounts.listOidcConnections': {},
  'accounts.createOidcConnection': {
    send: () => ({
      body: {
        id: `p${randomUUID().slice(0, 8)}`,
        name: 'x',
        issuer: 'https://login.example.org',
        clientId: 'caravan',
      },
    }),
  },
  'accounts.changeOidcConnection': {
    may: [412],
    send: (_, { things }) => ({ params: { id: things.provider! }, body: { name: 'y' }, headers: ifMatch }),
  },
};
