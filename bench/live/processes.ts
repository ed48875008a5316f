import { type ChildProcess, fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

interface Stat {
  parent: number;
  ticks: number;
}

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces; what follows the last bracket does not.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return null;
  }
}

/** CPU seconds that a process has used, with those of its children that are alive when `withChildren`. */
export function cpuSeconds(pid: number, withChildren = false): number {
  let ticks = statOf(pid)?.ticks ?? 0;
  if (withChildren) {
    for (const entry of readdirSync('/proc')) {
      const child = /^\d+$/.test(entry) ? statOf(Number(entry)) : null;
      if (child?.parent === pid) ticks += child.ticks;
    }
  }
  return ticks / TICKS_PER_SECOND;
}

/** Resident memory in bytes. */
export function residentBytes(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(match?.[1] ?? 0) * 1024;
}

export interface Child<Answer> {
  pid: number;
  /** The child's first message. */
  ready: Answer;
  ask<T>(question: object): Promise<T>;
  stop(): Promise<void>;
}

/** Runs a script of the bench in a process of its own; it must send `ready` and then answer each message with one. */
export async function startChild<Answer>(
  script: URL,
  input: object,
  execArgv: string[] = [],
): Promise<Child<Answer>> {
  const child = fork(script, [JSON.stringify(input)], {
    execArgv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ready = await nextMessage<Answer>(child);
  return {
    pid: child.pid as number,
    ready,
    ask: async <T>(question: object) => {
      const answer = nextMessage<T>(child);
      child.send(question);
      return await answer;
    },
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`a process of the bench ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as T);
    });
  });
}

/** For the child: says ready, and answers what it is asked. */
export function serve(
  ready: object,
  answer: (question: Record<string, unknown>) => Promise<object> | object,
): void {
  process.on('message', (question: Record<string, unknown>) => {
    Promise.resolve(answer(question)).then(
      (result) => process.send?.(result),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.(ready);
}

export function inputOf<T>(): T {
  return JSON.parse(process.argv[2] ?? '{}') as T;
}
