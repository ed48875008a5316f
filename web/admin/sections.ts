/** The screens of the administration in the order of its menu. */
export const sections = [
  { path: '/admin', words: 'nav.operations' },
  { path: '/admin/zones', words: 'nav.zones' },
  { path: '/admin/rates', words: 'nav.rates' },
  { path: '/admin/settings', words: 'nav.settings' },
] as const;
