import type { Random } from './random.ts';
import type { Address, ProofKind, Stop } from './types.ts';

/** A company that has things brought to its customers. */
export interface Company {
  id: string;
  name: string;
  /** Its share of all orders. */
  weight: number;
  pickup: Stop;
  reference: string;
  goods: readonly string[];
  grams: readonly [number, number];
  proofRules: readonly ProofKind[];
}

const kinds: readonly Omit<Company, 'id' | 'pickup'>[] = [
  {
    name: 'Crumb & Crust Bakery',
    weight: 5,
    reference: 'CC',
    goods: ['Two sourdough loaves', 'Birthday cake, keep upright', 'Breakfast box for four'],
    grams: [400, 3000],
    proofRules: [],
  },
  {
    name: 'Harbour Pharmacy',
    weight: 3,
    reference: 'RX',
    goods: ['Prescription, in person only', 'Bandages and tea'],
    grams: [50, 800],
    proofRules: ['code'],
  },
  {
    name: 'Paper Moon Books',
    weight: 3,
    reference: 'PM',
    goods: ['Three novels', 'An atlas', 'A box of comics'],
    grams: [300, 6000],
    proofRules: ['scan'],
  },
  {
    name: 'Green Cart Groceries',
    weight: 6,
    reference: 'GC',
    goods: ['Weekly vegetables', 'Milk, eggs, flour', 'A crate of apples'],
    grams: [2000, 18000],
    proofRules: [],
  },
  {
    name: 'Lantern Flowers',
    weight: 2,
    reference: 'LF',
    goods: ['Peonies, a surprise', 'A wreath', 'Wedding flowers'],
    grams: [300, 2500],
    proofRules: ['photo'],
  },
  {
    name: 'Bolt & Bearing Parts',
    weight: 2,
    reference: 'BB',
    goods: ['Brake pads', 'A pump and two seals', 'Chain and sprockets'],
    grams: [800, 25000],
    proofRules: ['signature'],
  },
];

/** The operator's clients; the same for the same seed and addresses. */
export function clientCompanies(random: Random, addresses: readonly Address[]): Company[] {
  return kinds.map((kind) => ({
    ...kind,
    id: random.uuid(),
    pickup: { ...random.pick(addresses), name: kind.name },
  }));
}

export function pickCompany(random: Random, companies: readonly Company[]): Company {
  let left = random.between(
    0,
    companies.reduce((sum, { weight }) => sum + weight, 0),
  );
  for (const company of companies) {
    left -= company.weight;
    if (left <= 0) return company;
  }
  return companies[0] as Company;
}
