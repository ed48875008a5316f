import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../src/roles/testing.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const documents = ['README', 'ARCHITECTURE', 'STYLE', 'CONTRIBUTING', 'CHANGELOG', 'SECURITY'].map(
  (name) => `${name}.md`,
);

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ roles: ['api', 'worker'] });
});
afterAll(() => server.stop());

/** The commands of the tour as they stand there, with this test's address and token. */
function tour(token: string): string {
  const script = /<!-- tour -->\n```sh\n([\s\S]*?)```/.exec(readme)?.[1];
  if (script === undefined) throw new Error('README.md has no tour');
  return script.replace(/^URL=.*$/m, `URL=${server.address}`).replace(/^TOKEN=.*$/m, `TOKEN=${token}`);
}

function bash(script: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('close', () => resolve(output));
  });
}

test('the five minutes of the README work as they stand there', async () => {
  const output = await bash(tour(await server.tokenFor('dispatcher')));
  expect(output).toContain('"state":"online"');
  expect(output).toContain('"accepted":1');
  expect(output).toContain('"suitable":true');
  expect(output).toContain('"state":"delivered"');
  expect(output).toContain('deliveries.deliveryDelivered');
  expect(output).toContain('caravan_deliveries_total{state="delivered"}');
  expect(output).not.toContain('"type":"/docs/errors#');
});

test('links of the documents lead to files that are there', () => {
  const dead = documents.flatMap((document) =>
    [...readFileSync(path.join(root, document), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)]
      .map((match) => match[1]!)
      // The picture is made from a running instance when a release is prepared.
      .filter((target) => !target.startsWith('docs/pictures/') && !existsSync(path.join(root, target)))
      .map((target) => `${document}: ${target}`),
  );
  expect(dead).toEqual([]);
});
