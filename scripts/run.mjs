// What `npm start`, `npm test` and the other scripts call. Plain JavaScript for any Node from 18 on: it installs what
// is missing, then hands over to the project's own Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(root, 'node_modules');
const [command = 'start', ...rest] = process.argv.slice(2);

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
}

/** npm is not told apart from npm.cmd without a shell on Windows. */
function npm(args) {
  const result = spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.status !== 0) {
    console.error(
      'The dependencies could not be installed; the lines above say why. Then run the same command again.',
    );
    process.exit(result.status ?? 1);
  }
}

export function ensureInstalled() {
  const stamp = path.join(modules, '.caravan-installed');
  const wanted = lockHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(projectNode())) return;
  console.error('Installing dependencies (once) …');
  // Installs what the lock file says, as `npm ci` does; that one refuses a lock file in which an optional package of
  // some other platform is missing, which depends on the registry that it was made with.
  npm(['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  if (!existsSync(projectNode())) npm(['rebuild', 'node', '--foreground-scripts', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

function projectNode() {
  return path.join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** The Node that the project brings; the one that runs this, when it is new enough, otherwise. */
function chooseNode() {
  if (existsSync(projectNode())) return projectNode();
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  console.error(
    `Node 22.18 or newer is needed, this is ${process.versions.node}; the npm package "node" could not be installed.`,
  );
  process.exit(1);
}

const bin = (name) => path.join(modules, ...name.split('/'));
const commands = {
  start: () => [path.join(root, 'src/main.ts'), 'start', ...withDemo(rest)],
  caravan: () => [path.join(root, 'src/main.ts'), ...rest],
  test: () => [bin('vitest/vitest.mjs'), 'run', ...rest],
  bench: () => ['bench/main.ts', ...rest],
  reference: () => ['scripts/reference.ts', ...rest],
  build: () => ['scripts/web/build.ts', ...rest],
  screenshots: () => ['scripts/screenshots.ts', ...rest],
  check: () => ['scripts/check.ts', ...rest],
};

/** `npm start` shows a living demo on first run; `--empty` starts with nothing in it. */
function withDemo(args) {
  return args.includes('--empty') || args.includes('--demo') ? args : ['--demo', ...args];
}

/** Beside the start, when its sources have changed: the first screen does not wait for it. */
function buildWebApp() {
  if (!existsSync(path.join(modules, 'vite'))) return;
  const building = spawn(node, ['scripts/web/build.ts', '--if-changed'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
  building.on('spawn', () => {
    try {
      setPriority(building.pid, 10);
    } catch {
      // It ended before it could be told to step back.
    }
  });
  building.on('error', (error) => console.error(`The web app could not be built: ${error.message}`));
}

const make = commands[command];
if (!make) {
  console.error(`Unknown script "${command}". There are: ${Object.keys(commands).join(', ')}.`);
  process.exit(2);
}
ensureInstalled();
const node = chooseNode();
const env = {
  ...process.env,
  PATH: `${path.join(modules, '.bin')}${path.delimiter}${path.dirname(node)}${path.delimiter}${process.env.PATH}`,
};
// A smaller nursery for new objects keeps some 40 MB of memory free at rest.
const nodeOptions = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8'];
if (command === 'start') buildWebApp();
const child = spawn(node, [...nodeOptions, ...make()], {
  cwd: command === 'caravan' ? process.cwd() : root,
  stdio: 'inherit',
  env,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => child.kill(signal === 'SIGINT' ? 'SIGINT' : signal));
child.on('exit', (code, signal) => process.exit(signal ? 128 + 15 : (code ?? 1)));
