import { parentPort } from 'node:worker_threads';
import { openRegion } from '../region/region.ts';
import { regionIn } from '../region/store.ts';
import { RoutingError } from '../routing/errors.ts';
import { doTask, WorkingMap } from './do-task.ts';
import type { MapsMessage, ReplyMessage, TaskMessage, TaskName, Tasks } from './tasks.ts';

/** A thread that works on maps in shared memory; see pool.ts. */
let maps = new Map<string, WorkingMap>();

function find(file: string): WorkingMap {
  const map = maps.get(file);
  if (!map) throw new Error(`The map ${file} was not handed to this thread.`);
  return map;
}

parentPort?.on('message', (message: MapsMessage | TaskMessage) => {
  if (message.kind === 'maps') {
    const before = maps;
    maps = new Map(
      message.maps.map(({ file, buffer }) => [
        file,
        before.get(file) ?? new WorkingMap(openRegion(regionIn(buffer, false))),
      ]),
    );
    return;
  }
  const reply: ReplyMessage = { id: message.id };
  try {
    reply.answer = doTask(message.name, message.ask as Tasks[TaskName]['ask'] as never, find);
  } catch (error) {
    const { name, message: text } = error as Error;
    reply.error = { name, message: text };
    if (error instanceof RoutingError) reply.error = { ...reply.error, code: error.code, stop: error.stop };
  }
  parentPort?.postMessage(reply);
});
