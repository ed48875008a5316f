import { afterAll, beforeAll, expect, test, vi } from 'vitest';

beforeAll(() => {
  vi.stubGlobal('document', {});
  vi.stubGlobal('localStorage', { getItem: () => 'de' });
});
afterAll(() => void vi.unstubAllGlobals());

test('a refusal is said in the language of the reader, and one that is newer than the page as the server says it', async () => {
  const { loadProblemWords, sayProblem } = await import('../app/say-problem.ts');
  const refusal = { code: 'reference_taken', detail: 'There is a delivery A-1 already.' };
  expect(sayProblem(refusal)).toBe(refusal.detail);
  await loadProblemWords();
  expect(sayProblem(refusal)).toBe('Der Kunde hat schon eine Lieferung mit dieser Nummer.');
  expect(sayProblem({ ...refusal, code: 'invented_later' })).toBe(refusal.detail);
});
