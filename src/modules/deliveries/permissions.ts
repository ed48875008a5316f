import type { PermissionCatalogue } from '../../platform/auth/permissions.ts';

const office = { dispatcher: 'all', admin: 'all' } as const;

export const deliveriesPermissions = {
  'delivery:read': {
    meaning: 'See deliveries, their history and proofs',
    roles: { ...office, support: 'all', customer: 'party', driver: 'own' },
  },
  'delivery:create': { meaning: 'Order a delivery', roles: { ...office, customer: 'party' } },
  'delivery:update': { meaning: 'Change what a delivery asks for', roles: { ...office, customer: 'party' } },
  'delivery:cancel': {
    meaning: 'Cancel a delivery',
    roles: { ...office, support: 'all', customer: 'party' },
  },
  'delivery:assign': { meaning: 'Choose who drives a delivery', roles: office },
  'delivery:drive': { meaning: 'Accept, pick up, drive and hand over', roles: { ...office, driver: 'own' } },
  'delivery:resolve': { meaning: 'Decide what follows a failed delivery', roles: office },
  'delivery:track': {
    meaning: 'Make links to follow a delivery',
    roles: { ...office, support: 'all', customer: 'party' },
  },
  'delivery:import': { meaning: 'Import deliveries from a file', roles: { ...office, customer: 'party' } },
  'zone:read': { meaning: 'See zones', roles: { ...office, support: 'all', driver: 'all' } },
  'zone:manage': { meaning: 'Draw zones', roles: office },
  'rate:read': { meaning: 'See rates', roles: { ...office, support: 'all' } },
  'rate:manage': { meaning: 'Set rates', roles: office },
  'quote:create': { meaning: 'Ask what a delivery costs', roles: { ...office, customer: 'party' } },
  'route:plan': { meaning: 'Plan the route of a driver', roles: office },
  'driver:read': { meaning: 'See drivers', roles: { ...office, support: 'all', driver: 'own' } },
  'driver:manage': { meaning: 'Add and change drivers', roles: office },
  'driver:work': { meaning: 'Go online, take breaks, go offline', roles: { ...office, driver: 'own' } },
} satisfies PermissionCatalogue;
