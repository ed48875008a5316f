/** Every screen that is worth a picture. `{tracking}` and its like are filled in from the running demo. */
export interface Screen {
  name: string;
  path: string;
  /** Who looks at it; none: somebody without a login. */
  as?: 'dispatcher' | 'driver' | 'admin';
  /** Only in this shape; default both. */
  shape?: 'phone' | 'wide';
}

export const screens: Record<string, readonly Screen[]> = {
  tracking: [
    { name: 'planned', path: '{tracking.ready}' },
    { name: 'on-the-way', path: '{tracking.in_transit}' },
    { name: 'with-stops-before', path: '{tracking.accepted}' },
    { name: 'unknown', path: '/track/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
  ],
  account: [
    { name: 'enter', path: '/app/enter' },
    { name: 'sign-up', path: '/app/sign-up' },
    { name: 'forgot', path: '/app/forgot' },
    { name: 'dead-link', path: '/app/invitation' },
  ],
  dispatch: [
    { name: 'board', path: '/app/dispatch', as: 'dispatcher' },
    { name: 'delivery', path: '/app/dispatch?id={delivery}', as: 'dispatcher' },
  ],
  driver: [
    { name: 'today', path: '/app/driver', as: 'driver', shape: 'phone' },
    { name: 'stop', path: '/app/driver/stop/{stop}', as: 'driver', shape: 'phone' },
  ],
  admin: [
    { name: 'operations', path: '/app/admin', as: 'admin' },
    { name: 'people', path: '/app/admin/people', as: 'admin' },
    { name: 'keys', path: '/app/admin/keys', as: 'admin' },
    { name: 'audit', path: '/app/admin/audit', as: 'admin' },
    { name: 'limits', path: '/app/admin/limits', as: 'admin' },
    { name: 'first-steps', path: '/app/first-steps', as: 'admin' },
    { name: 'zones', path: '/app/admin/zones', as: 'admin' },
    { name: 'rates', path: '/app/admin/rates', as: 'admin' },
    { name: 'settings', path: '/app/admin/settings', as: 'admin' },
  ],
  first: [{ name: 'home', path: '/' }],
};
