import { pickCompany, type Company } from './companies.ts';
import { personName } from './names.ts';
import type { Random } from './random.ts';
import type { Address, Stop } from './types.ts';

/** The body of one POST /v1/deliveries, as a company of the town would send it. */
export function newOrder(
  random: Random,
  {
    companies,
    addresses,
    number,
    nowMs,
  }: { companies: readonly Company[]; addresses: readonly Address[]; number: string; nowMs: number },
): { customerId: string; dropoff: Stop; [member: string]: unknown } {
  const company = pickCompany(random, companies);
  const [low, high] = company.grams;
  const mode = random.next();
  return {
    customerId: company.id,
    pickup: company.pickup,
    dropoff: { ...random.pick(addresses), name: personName(random) },
    reference: `${company.reference}-${number}`,
    notes: random.pick(company.goods),
    weightGrams: random.integer(low, high),
    proofRules: company.proofRules,
    windowTo: new Date(nowMs + random.integer(60, 180) * 60_000).toISOString(),
    ...(mode < 0.05 && { assignmentMode: 'manual' }),
    ...(mode > 0.9 && { assignmentMode: 'automatic' }),
    ...(random.chance(0.02) && { draft: true }),
  };
}
