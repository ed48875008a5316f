import { Worker } from 'node:worker_threads';
import type { LoadedMap } from '../region/atlas.ts';
import { RoutingError, type RoutingErrorCode } from '../routing/errors.ts';
import type { ReplyMessage, TaskName, Tasks } from './tasks.ts';

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

interface Job extends Waiting {
  id: number;
  name: TaskName;
  ask: unknown;
}

interface Thread {
  worker: Worker;
  job: Job | undefined;
  /** The maps that this thread was told of. */
  known: string;
}

/** Work that would hold up the event loop, on a few threads that share the maps' memory. */
export class WorkerPool {
  private readonly size: number;
  private readonly maps: () => readonly LoadedMap[];
  private readonly threads: Thread[] = [];
  private readonly queue: Job[] = [];
  private nextId = 1;

  constructor(size: number, maps: () => readonly LoadedMap[]) {
    this.size = size;
    this.maps = maps;
  }

  get waitingCount(): number {
    return this.queue.length;
  }

  /** Does a task on the maps in force. Rejects with RoutingError, or Error when a thread died. */
  run<Name extends TaskName>(name: Name, ask: Tasks[Name]['ask']): Promise<Tasks[Name]['answer']> {
    return new Promise((resolve, reject) => {
      const job = { id: this.nextId++, name, ask, resolve: resolve as Waiting['resolve'], reject };
      this.queue.push(job);
      this.pump();
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  private pump(): void {
    while (this.queue.length > 0) {
      const thread = this.threads.find((each) => !each.job) ?? this.start();
      if (!thread) return;
      const job = this.queue.shift() as Job;
      thread.job = job;
      this.tellMaps(thread);
      thread.worker.ref();
      thread.worker.postMessage({ kind: 'task', id: job.id, name: job.name, ask: job.ask });
    }
  }

  private tellMaps(thread: Thread): void {
    const maps = this.maps().map(({ file, buffer }) => ({ file, buffer }));
    const known = maps.map((map) => map.file).join();
    if (known === thread.known) return;
    thread.known = known;
    thread.worker.postMessage({ kind: 'maps', maps });
  }

  private start(): Thread | undefined {
    if (this.threads.length >= this.size) return undefined;
    const worker = new Worker(new URL('./geography-worker.ts', import.meta.url));
    const thread: Thread = { worker, job: undefined, known: '' };
    worker.on('message', (reply: ReplyMessage) => this.finish(thread, reply));
    worker.on('error', (error) => this.lose(thread, error));
    worker.on('exit', () => this.lose(thread, new Error('A thread of the maps has ended.')));
    this.threads.push(thread);
    return thread;
  }

  private finish(thread: Thread, reply: ReplyMessage): void {
    const { job } = thread;
    thread.job = undefined;
    // An idle thread does not keep the program alive.
    thread.worker.unref();
    if (job && reply.error?.code) {
      job.reject(
        new RoutingError(reply.error.code as RoutingErrorCode, reply.error.message, reply.error.stop),
      );
    } else if (job && reply.error) job.reject(new Error(reply.error.message));
    else job?.resolve(reply.answer);
    this.pump();
  }

  private lose(thread: Thread, error: Error): void {
    const at = this.threads.indexOf(thread);
    if (at >= 0) this.threads.splice(at, 1);
    thread.job?.reject(error);
    thread.job = undefined;
    this.pump();
  }
}
