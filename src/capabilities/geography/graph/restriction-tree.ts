import type { TurnRestriction } from '../network/network.ts';

interface Place {
  /** The way that led here, for falling back to shorter memories. */
  path: number[];
  next: Map<number, number>;
}

/**
 * Remembers how far along the `path` of a turn restriction a drive is. Place 0 is "no memory": there
 * only the current direction counts. Restrictions over via ways have places along those ways.
 */
export class RestrictionTree {
  private readonly places: Place[] = [{ path: [], next: new Map() }];
  private readonly byLast = new Map<number, TurnRestriction[]>();

  constructor(restrictions: readonly TurnRestriction[]) {
    for (const restriction of restrictions) {
      const last = restriction.path[restriction.path.length - 1] as number;
      const list = this.byLast.get(last);
      if (list) list.push(restriction);
      else this.byLast.set(last, [restriction]);
      let place = 0;
      if (restriction.path.length > 1)
        for (const direction of restriction.path) place = this.grow(place, direction);
    }
  }

  private grow(place: number, direction: number): number {
    const here = this.places[place] as Place;
    const known = here.next.get(direction);
    if (known !== undefined) return known;
    this.places.push({ path: [...here.path, direction], next: new Map() });
    here.next.set(direction, this.places.length - 1);
    return this.places.length - 1;
  }

  /** The place after going from one direction to the next, or -1 where a restriction forbids it. */
  step(place: number, from: number, to: number): number {
    const walked = place === 0 ? [from] : (this.places[place] as Place).path;
    if (this.byLast.has(from) && this.isForbidden(walked, to)) return -1;
    // The longest end of what was walked that begins a restricted path is what must be remembered.
    for (let start = 0; start < walked.length; start++) {
      let at: number | undefined = 0;
      for (let i = start; i < walked.length && at !== undefined; i++) {
        at = this.places[at]?.next.get(walked[i] as number);
      }
      const found = at === undefined ? undefined : this.places[at]?.next.get(to);
      if (found !== undefined) return found;
    }
    return 0;
  }

  private isForbidden(walked: readonly number[], to: number): boolean {
    const last = walked[walked.length - 1] as number;
    for (const { path, to: targets, only } of this.byLast.get(last) ?? []) {
      const applies =
        path.length <= walked.length && path.every((d, i) => d === walked[walked.length - path.length + i]);
      if (applies && targets.includes(to) !== only) return true;
    }
    return false;
  }
}
