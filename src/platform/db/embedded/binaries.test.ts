import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { prepareBinaries } from './binaries.ts';
import { cutLogFile } from './log-file.ts';
import { cleanUp, freshFolder, isRoot, nobody } from './tests/embedded-help.ts';

afterEach(cleanUp);

/** The package as a package manager leaves it that runs no install scripts: no links. */
function packageWithoutLinks(): string {
  const folder = freshFolder(0o755);
  const { root } = prepareBinaries('/nonexistent');
  const copy = join(folder, 'native');
  mkdirSync(copy, { recursive: true });
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
  const links = JSON.parse(readFileSync(join(copy, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  for (const { target } of links) rmSync(join(copy, 'lib', basename(target)), { force: true });
  return copy;
}

test('completes the libraries once, whoever else does it at the same time', async () => {
  const root = packageWithoutLinks();
  const program = `import('${new URL('binaries.ts', import.meta.url).href}').then((m) => m.prepareBinaries('/nonexistent', '${root}'))`;
  const codes = await Promise.all(
    Array.from(
      { length: 4 },
      () =>
        new Promise((fulfil) =>
          spawn(process.execPath, ['-e', program], { stdio: 'inherit' }).on('close', fulfil),
        ),
    ),
  );
  expect(codes).toEqual([0, 0, 0, 0]);
  expect(execFileSync(join(root, 'bin', 'postgres'), ['--version'], { encoding: 'utf8' })).toContain(
    'PostgreSQL) 18',
  );
  expect(readdirSync(join(root, 'lib')).filter((name) => /[0-9a-f]{8}-/.test(name))).toEqual([]);
}, 60_000);

test.skipIf(!isRoot)(
  'puts the links elsewhere when the package cannot be written (skipped unless root, which alone can change users)',
  () => {
    const root = packageWithoutLinks();
    const shadow = join(dirname(dirname(root)), 'shadow');
    mkdirSync(shadow, { mode: 0o777 });
    execFileSync('chmod', ['777', shadow]);
    const program = `
    const { prepareBinaries } = await import(${JSON.stringify(fileURLToPath(new URL('binaries.ts', import.meta.url)))});
    const { execFileSync } = await import('node:child_process');
    const { postgres, environment } = prepareBinaries(${JSON.stringify(join(shadow, 'libraries'))}, ${JSON.stringify(root)});
    process.stdout.write(execFileSync(postgres, ['--version'], { env: environment }));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      uid: nobody,
      gid: nobody,
      cwd: '/',
      encoding: 'utf8',
    });
    expect(output).toContain('PostgreSQL) 18');
    expect(existsSync(join(root, 'lib', 'libxml2.so.2'))).toBe(true);
    expect(existsSync(join(root, 'lib', 'libicuuc.so.60'))).toBe(false);
  },
  60_000,
);

test('the log is cut when it is full, and its last part kept', () => {
  const folder = freshFolder();
  mkdirSync(folder);
  const log = join(folder, 'postgres.log');
  appendFileSync(log, 'x'.repeat(100));
  expect(cutLogFile(log, 101)).toBe(false);
  expect(cutLogFile(log, 100)).toBe(true);
  expect(statSync(log).size).toBe(0);
  expect(readFileSync(`${log}.1`, 'utf8')).toHaveLength(100);
});
