import type { PermissionCatalogue } from '../../platform/auth/permissions.ts';

const office = { dispatcher: 'all', admin: 'all' } as const;
/** queries/scope.ts tells all of them apart. */
const scopes = ['own', 'party', 'region', 'all'] as const;

export const deliveriesPermissions = {
  'delivery:read': {
    meaning: 'See deliveries, their history and proofs',
    roles: { ...office, support: 'all', customer: 'party', driver: 'own' },
    scopes,
  },
  'delivery:create': { meaning: 'Order a delivery', roles: { ...office, customer: 'party' }, scopes },
  'delivery:update': {
    meaning: 'Change what a delivery asks for',
    roles: { ...office, customer: 'party' },
    scopes,
  },
  'delivery:cancel': {
    meaning: 'Cancel a delivery',
    roles: { ...office, support: 'all', customer: 'party' },
    scopes,
  },
  'delivery:assign': { meaning: 'Choose who drives a delivery', roles: office, scopes },
  'delivery:drive': {
    meaning: 'Accept, pick up, drive and hand over',
    roles: { ...office, driver: 'own' },
    scopes,
  },
  'delivery:resolve': { meaning: 'Decide what follows a failed delivery', roles: office, scopes },
  'delivery:track': {
    meaning: 'Make links to follow a delivery',
    roles: { ...office, support: 'all', customer: 'party' },
    scopes,
  },
  'delivery:import': { meaning: 'Import deliveries from a file', roles: { ...office, customer: 'party' } },
  'zone:read': { meaning: 'See zones', roles: { ...office, support: 'all', driver: 'all' } },
  'zone:manage': { meaning: 'Draw zones', roles: office },
  'rate:read': { meaning: 'See rates', roles: { ...office, support: 'all' } },
  'rate:manage': { meaning: 'Set rates', roles: office },
  'quote:create': { meaning: 'Ask what a delivery costs', roles: { ...office, customer: 'party' } },
  'route:plan': { meaning: 'Plan the route of a driver', roles: office },
  'driver:read': { meaning: 'See drivers', roles: { ...office, support: 'all', driver: 'own' }, scopes },
  'driver:manage': { meaning: 'Add and change drivers', roles: office },
  'driver:work': {
    meaning: 'Go online, take breaks, go offline',
    roles: { ...office, driver: 'own' },
    scopes,
  },
} satisfies PermissionCatalogue;
