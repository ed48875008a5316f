import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestModule, Vitest } from 'vitest/node';
import { exercisedFolder } from '../src/roles/testing-operations.ts';

/** Operations that the tests called over HTTP with success, from what each worker wrote down. */
export function exercisedOperations(folder: string): Set<string> {
  try {
    const texts = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'));
    return new Set(texts.flatMap((text) => text.split('\n').filter(Boolean)));
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return new Set();
    throw error;
  }
}

/** After a run of all tests: says which operations none of them called with success, and then the run has failed. */
export default class EveryRoute implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const folder = exercisedFolder(process.pid);
    const exercised = exercisedOperations(folder);
    rmSync(folder, { recursive: true, force: true });
    const all = (await this.#vitest?.globTestSpecifications()) ?? [];
    if (modules.length < all.length || this.#vitest?.config.testNamePattern) return;
    const { routes } = await import('../src/roles/catalogue.ts');
    const missing = routes.map(({ operation }) => operation).filter((operation) => !exercised.has(operation));
    const count = `${routes.length - missing.length} of ${routes.length} operations are exercised over HTTP`;
    process.stdout.write(`${count}${missing.length > 0 ? `; not ${missing.join(', ')}` : ''}\n`);
    if (missing.length > 0) process.exitCode = 1;
  }
}
