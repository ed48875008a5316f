import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { joinMatched } from '../../src/capabilities/geography/matching/matched-way.ts';
import { TrackMatcher } from '../../src/capabilities/geography/matching/match-track.ts';
import type { Fix } from '../../src/capabilities/geography/matching/steady.ts';
import { Router } from '../../src/capabilities/geography/routing/router.ts';
import type { Region } from '../../src/capabilities/geography/region/region.ts';
import { type Drive, noisyFix, placeAt, randomDrive } from './drives.ts';
import { chance, DATA } from './maps.ts';

export interface MatchFigures {
  tracks: number;
  fixes: number;
  /** Share of the driven metres whose street and direction were found. */
  foundShare: number;
  /** Share of the metres that were answered that were driven. */
  trueShare: number;
  /** Mean of answered by driven distance, off one. */
  distanceError: number;
  millisPerTrack: number;
}

class Judge {
  private readonly region: Region;
  private readonly matcher: TrackMatcher;
  private readonly router: Router;
  private driven = 0;
  private found = 0;
  private answered = 0;
  private right = 0;
  private error = 0;
  private tracks = 0;
  private fixes = 0;
  private millis = 0;

  constructor(region: Region) {
    this.region = region;
    this.router = new Router(region);
    this.matcher = new TrackMatcher(region, 'car');
  }

  judge(
    drive: Drive,
    track: readonly Fix[],
    drivenMeters: number,
    drivenOn: ReadonlyMap<number, number>,
  ): void {
    const start = performance.now();
    const runs = this.matcher.match(track);
    const ways = runs.map((run) => joinMatched(this.region, 'car', this.router.search('car'), run));
    this.millis += performance.now() - start;
    const matched = new Set(ways.flatMap((way) => way.directions));
    for (const [direction, meters] of drivenOn) {
      this.driven += meters;
      if (matched.has(direction)) this.found += meters;
    }
    for (const direction of matched) {
      const meters = (this.region.network.edgeLengthCm[direction >> 1] as number) / 100;
      const known = drive.metersOn.get(direction);
      this.answered += known ?? meters;
      if (known !== undefined) this.right += known;
    }
    const distance = ways.reduce((sum, way) => sum + way.distanceMeters, 0);
    this.error += Math.abs(distance / drivenMeters - 1);
    this.tracks++;
    this.fixes += track.length;
  }

  figures(): MatchFigures {
    const share = (part: number, whole: number) => Math.round((part / whole) * 10_000) / 10_000;
    return {
      tracks: this.tracks,
      fixes: this.fixes,
      foundShare: share(this.found, this.driven),
      trueShare: share(this.right, this.answered),
      distanceError: share(this.error, this.tracks),
      millisPerTrack: Math.round((this.millis / this.tracks) * 100) / 100,
    };
  }
}

/** Drives with noise, heard at intervals. */
export function syntheticTracks(
  region: Region,
  count: number,
  noiseMeters: number,
  everySeconds: number,
): MatchFigures {
  const random = chance(noiseMeters * 100 + everySeconds);
  const router = new Router(region);
  const judge = new Judge(region);
  for (let done = 0; done < count; ) {
    const drive = randomDrive(router, 'car', random);
    if (!drive || drive.meters < 500) continue;
    const track: Fix[] = [];
    const total = drive.seconds[drive.seconds.length - 1] as number;
    for (let at = 0; at <= total; at += everySeconds) {
      track.push(noisyFix(placeAt(drive, drive.seconds, at), noiseMeters, random));
    }
    track.push(noisyFix(drive.line[drive.line.length - 1] as [number, number], noiseMeters, random));
    judge.judge(drive, track, drive.meters, drive.metersOn);
    done++;
  }
  return judge.figures();
}

/** Movements of real delivery agents: how far each fix is from the start along the way. */
function readTraces(): number[][] | undefined {
  const zip = `${DATA}gps-delivery-agents/trajectories.zip`;
  if (!existsSync(zip)) {
    process.stdout.write(`Skipped the real traces: ${zip} is not there.\n`);
    return undefined;
  }
  const text = execFileSync('unzip', ['-p', zip, '*.csv'], { maxBuffer: 1 << 28 }).toString();
  const traces: number[][] = [];
  let last: [number, number] | undefined;
  for (const line of text.split('\n')) {
    if (line.startsWith('timestamp')) {
      traces.push([]);
      last = undefined;
      continue;
    }
    const [, x, y] = line.split(',').map(Number) as [number, number, number];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    const trace = traces[traces.length - 1] as number[];
    const before = trace[trace.length - 1] ?? 0;
    trace.push(last ? before + Math.hypot(x - last[0], y - last[1]) : 0);
    last = [x, y];
  }
  return traces;
}

/** The real traces' movements, stops and all, laid along random drives with 5 m of noise. */
export function realTraces(region: Region): MatchFigures | undefined {
  const traces = readTraces();
  if (!traces) return undefined;
  const random = chance(99);
  const router = new Router(region);
  const judge = new Judge(region);
  for (const trace of traces) {
    const length = trace[trace.length - 1] ?? 0;
    if (length < 200) continue;
    let drive: Drive | undefined;
    for (let tries = 0; tries < 300; tries++) {
      drive = randomDrive(router, 'car', random);
      if (drive && drive.meters >= length) break;
    }
    if (!drive || drive.meters < length) continue;
    const whole = drive;
    const track = trace.map((at) => noisyFix(placeAt(whole, whole.along, at), 5, random));
    judge.judge(whole, track, length, upTo(whole, length));
  }
  return judge.figures();
}

/** The directions of the first metres of a drive. */
function upTo(drive: Drive, meters: number): Map<number, number> {
  const on = new Map<number, number>();
  let before = 0;
  for (const [direction, length] of drive.metersOn) {
    const part = Math.min(length, meters - before);
    if (part <= 0) break;
    on.set(direction, part);
    before += length;
  }
  return on;
}
