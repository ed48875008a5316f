import { expect, test } from 'vitest';
import { guest } from '../../auth/actor.ts';
import { addressesIn, THIS_MACHINE } from '../exempt.ts';
import { addressGroup, subjectOf } from '../subject.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8::', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s is counted as %s', (address, group) => expect(addressGroup(address)).toBe(group));

test('a user and a key are counted wherever they come from, a guest by the address', () => {
  const at = '203.0.113.7';
  expect(subjectOf(guest, at)).toBe('address:203.0.113.7');
  expect(subjectOf({ ...guest, kind: 'person', id: 'u1' }, at)).toBe('user:u1');
  expect(subjectOf({ ...guest, kind: 'key', id: 'k1' }, at)).toBe('key:k1');
});

test('exempt networks are taken by address and prefix, and what is none is refused by name', () => {
  const isExempt = addressesIn([...THIS_MACHINE, '10.1.0.0/16', '2001:db8::/32']);
  expect(['127.0.0.9', '::1', '10.1.255.1', '2001:db8:9::1'].map(isExempt)).toEqual([true, true, true, true]);
  expect(['10.2.0.1', '128.0.0.1', '2001:db9::1', 'nonsense'].map(isExempt)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(() => addressesIn(['10.0.0.0/33'])).toThrow('10.0.0.0/33');
  expect(() => addressesIn(['localhost'])).toThrow('localhost');
});
