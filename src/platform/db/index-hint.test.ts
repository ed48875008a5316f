import { expect, test } from 'vitest';
import { indexHint } from './index-hint.ts';

const columns = (table: string) =>
  table === 'shop.orders' ? ['id', 'customer_id', 'state', 'created_at', 'note'] : [];
const scan = {
  'Node Type': 'Seq Scan',
  Schema: 'shop',
  'Relation Name': 'orders',
  'Total Cost': 900,
  Filter: "((note ~~ '%state%'::text) AND (created_at > $2) AND (customer_id = $1))",
};

test('what is compared for equality comes first, then the order, then the rest', () => {
  const sort = { 'Node Type': 'Sort', 'Sort Key': ['orders.id DESC'], Plans: [scan] };
  const plan = { 'Node Type': 'Limit', Plans: [sort] };
  expect(indexHint(plan, columns)).toBe('create index on shop.orders (customer_id, id, note, created_at)');
});

test('nothing is proposed where an index is used, or none would help', () => {
  expect(indexHint({ 'Node Type': 'Index Scan', 'Relation Name': 'orders' }, columns)).toBeNull();
  expect(indexHint({ ...scan, Filter: '(random() < 0.1)' }, columns)).toBeNull();
  expect(indexHint({ 'Node Type': 'Seq Scan', 'Relation Name': 'orders' }, columns)).toBeNull();
});
