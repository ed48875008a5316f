/** The screens of the administration in the order of its menu. */
export const sections = [
  { path: '/admin', words: 'nav.operations' },
  { path: '/admin/people', words: 'nav.people' },
  { path: '/admin/rights', words: 'nav.rights' },
  { path: '/admin/keys', words: 'nav.keys' },
  { path: '/admin/zones', words: 'nav.zones' },
  { path: '/admin/rates', words: 'nav.rates' },
  { path: '/admin/audit', words: 'nav.audit' },
  { path: '/admin/limits', words: 'nav.limits' },
  { path: '/admin/settings', words: 'nav.settings' },
  { path: '/first-steps', words: 'nav.setup' },
] as const;
