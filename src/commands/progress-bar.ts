import { SingleBar } from 'cli-progress';

export interface ProgressBar {
  start(total: number): void;
  update(done: number): void;
  stop(): void;
}

/** On standard error, so that what a command prints stays clean; silent for machines and where nobody looks. */
export function progressBar(label: string, quiet: boolean): ProgressBar {
  if (quiet || !process.stderr.isTTY) return { start: () => {}, update: () => {}, stop: () => {} };
  const bar = new SingleBar({
    format: `${label} [{bar}] {percentage}%, {eta_formatted} left`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  return {
    start: (total) => bar.start(total, 0),
    update: (done) => bar.update(done),
    stop: () => bar.stop(),
  };
}
