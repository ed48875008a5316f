/** What anybody may call without a token. A route that becomes public by mistake is not among them. */
export const openOperations: ReadonlySet<string> = new Set([
  // Supervisors and load balancers.
  'platform.readiness',
  'platform.liveness',
  'platform.listLifecycles',
  // A page is measured before anybody signs in.
  'platform.reportPageSpeed',
  // Nobody is logged in yet, or not any more.
  'accounts.signUp',
  'accounts.verifyMail',
  'accounts.login',
  'accounts.refreshSession',
  'accounts.logout',
  'accounts.askPasswordReset',
  'accounts.resetPassword',
  'accounts.confirmMailChange',
  'accounts.getOpenInvitation',
  'accounts.acceptInvitation',
  'accounts.setUp',
  'accounts.listTokenKeys',
  'accounts.answerFactor',
  'accounts.offerPasskey',
  'accounts.startPasskeyLogin',
  'accounts.loginWithPasskey',
  'accounts.listOidcProviders',
  'accounts.getEntrance',
  'accounts.startOidc',
  'accounts.finishOidc',
  // In demo mode only.
  'accounts.createDemoToken',
  // Maps are for everyone; tracking links and phones carry their own secret.
  'geography.getTile',
  'geography.getMapStyle',
  'geography.listMaps',
  'tracking.reportTraccar',
  'tracking.reportOsmand',
  'tracking.reportOwnTracks',
  'deliveries.trackDelivery',
  'deliveries.leaveNote',
  'deliveries.chooseNeighbour',
  'deliveries.rescheduleDelivery',
  'deliveries.rateDelivery',
]);
