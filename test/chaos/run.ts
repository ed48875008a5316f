import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { connectionOf } from '../../src/platform/db/embedded/start-embedded.ts';
import { startLoad, type Load } from './clients.ts';
import { command, startRole, type RoleProcess, type Site } from './processes.ts';
import { untilDrained, verify, type Findings } from './verify.ts';

export interface ChaosResult extends Findings {
  kills: number;
  acknowledged: number;
  repeated: number;
  wrong: readonly string[];
  /** Milliseconds from each kill to the first acknowledged write that began after it, by what was killed. */
  backMs: Record<string, number[]>;
}

const clients = 6;
const calmMs: [number, number] = [150, 600];
const serverPatienceMs = 60_000;

/** For `npm run check -- chaos [--kills 200]`. */
export async function run(): Promise<{ ok: boolean; summary: string; details?: string }> {
  const { values } = parseArgs({ strict: false, options: { kills: { type: 'string' } } });
  const result = await runChaos({ kills: Number(values.kills ?? 200), log: console.log });
  const problems = [...result.lost, ...result.duplicates, ...result.broken, ...result.wrong];
  return { ok: problems.length === 0, summary: summaryOf(result), details: problems.slice(0, 20).join('\n') };
}

export function summaryOf(result: ChaosResult): string {
  const { kills, acknowledged, lost, duplicates, broken, backMs } = result;
  const times = Object.entries(backMs).map(([target, all]) => {
    const sorted = [...all].sort((a, b) => a - b);
    const p50 = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return `${target} p50 ${Math.round(p50)} ms max ${Math.round(sorted.at(-1) ?? 0)} ms`;
  });
  return (
    `${kills} kills, ${acknowledged} acknowledged writes, ${lost.length} lost, ${duplicates.length} duplicates, ` +
    `${broken.length} broken histories; back: ${times.join(', ')}`
  );
}

/** Kills the API, the worker and PostgreSQL in turn under load, and compares what was acknowledged with what is there. */
export async function runChaos({
  kills,
  log = () => {},
}: {
  kills: number;
  log?: (line: string) => void;
}): Promise<ChaosResult> {
  const root = mkdtempSync(path.join(tmpdir(), 'caravan-chaos-'));
  const site: Site = {
    dataFolder: path.join(root, 'data'),
    logFolder: path.join(root, 'log'),
    port: await freePort(),
  };
  mkdirSync(site.logFolder);
  const roles: RoleProcess[] = [];
  let done = false;
  try {
    roles.push(await startRole(site, 'api'), await startRole(site, 'worker'));
    const token = await command(site, 'token', '--role', 'dispatcher');
    const load = startLoad(`http://127.0.0.1:${site.port}`, token, clients);
    await load.nextAcknowledgement();
    const backMs = await killInTurn(site, roles, load, kills, log);
    await load.finish();
    log(`  all ${load.intents.length} intents are answered`);
    const findings = await check(site, load);
    done = findings.lost.length + findings.duplicates.length + findings.broken.length === 0;
    const { wrong, acknowledged, repeated } = load;
    return { ...findings, kills, acknowledged: acknowledged(), repeated: repeated(), wrong, backMs };
  } finally {
    for (const role of roles.reverse()) await role.stop();
    if (done) rmSync(root, { recursive: true, force: true });
    else log(`What is left of it is in ${root}`);
  }
}

async function killInTurn(
  site: Site,
  [api, worker]: readonly RoleProcess[],
  load: Load,
  kills: number,
  log: (line: string) => void,
): Promise<Record<string, number[]>> {
  const postmaster = path.join(site.dataFolder, 'postgres');
  const targets: [name: string, kill: () => Promise<void>][] = [
    ['api', () => api!.killAndRestart()],
    ['worker', () => worker!.killAndRestart()],
    ['postgres', async () => void process.kill(await postmasterPid(postmaster), 'SIGKILL')],
  ];
  const backMs: Record<string, number[]> = { api: [], worker: [], postgres: [] };
  for (let number = 0; number < kills; number++) {
    const [name, kill] = targets[number % targets.length]!;
    await sleep(calmMs[0] + Math.random() * (calmMs[1] - calmMs[0]));
    const killing = kill();
    // From the next turn on, so that the signal is sent before the first request that counts.
    await sleep(1);
    const [back] = await Promise.all([load.nextAcknowledgement(), killing]);
    backMs[name]!.push(back);
    if (number % 20 === 19)
      log(`  ${number + 1} kills, ${load.acknowledged()} writes acknowledged, ${load.repeated()} sent again`);
  }
  return backMs;
}

async function check(site: Site, load: Load): Promise<Findings> {
  const login = await connectionOf(path.join(site.dataFolder, 'postgres'));
  if (!login) throw new Error('The database does not run at the end');
  const sql = postgres({ ...login, max: 1 });
  try {
    await untilDrained(sql, 60_000);
    return await verify(sql, load.intents);
  } finally {
    await sql.end();
  }
}

/** The main process of the embedded server; waits while it is just being started. */
async function postmasterPid(folder: string): Promise<number> {
  for (const deadline = performance.now() + serverPatienceMs; ; ) {
    try {
      const pid = Number(readFileSync(path.join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
      process.kill(pid, 0);
      return pid;
    } catch (error) {
      if (performance.now() > deadline)
        throw new Error(`PostgreSQL was not there for ${serverPatienceMs / 1000} s`, { cause: error });
      await sleep(10);
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
