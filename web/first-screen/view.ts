export interface Place {
  lat: number;
  lng: number;
}

/** Web Mercator: the world is a square from 0 to 1. */
export function project({ lat, lng }: Place): [number, number] {
  const sin = Math.sin((lat * Math.PI) / 180);
  return [lng / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

export function unproject(x: number, y: number): Place {
  return { lng: (x - 0.5) * 360, lat: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI };
}

export interface Insets {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Which part of the world the canvas shows. Eases to where it is told to go. */
export class View {
  /** Middle, and pixels for the width of the world. */
  x = 0.5;
  y = 0.5;
  scale = 1000;
  width = 1;
  height = 1;
  insets: Insets = { left: 0, top: 0, right: 0, bottom: 0 };
  #goal: { x: number; y: number; scale: number } | null = null;
  /** The visitor has moved the map: it stays where they put it. */
  held = false;

  toScreen(x: number, y: number): [number, number] {
    const { left, right, top, bottom } = this.insets;
    return [
      (x - this.x) * this.scale + (this.width + left - right) / 2,
      (y - this.y) * this.scale + (this.height + top - bottom) / 2,
    ];
  }

  toWorld(px: number, py: number): [number, number] {
    const [originX, originY] = this.toScreen(0, 0);
    return [(px - originX) / this.scale, (py - originY) / this.scale];
  }

  /** [west, south, east, north] of the canvas. */
  bounds(): [number, number, number, number] {
    const [west, north] = this.toWorld(0, 0);
    const [east, south] = this.toWorld(this.width, this.height);
    const [a, b] = [unproject(west, south), unproject(east, north)];
    return [a.lng, Math.max(-85, a.lat), b.lng, Math.min(85, b.lat)];
  }

  /**
   * Shows all of these; at once the first time, and later only when much would change.
   * @returns whether it moves
   */
  fit(places: readonly Place[], atOnce: boolean): boolean {
    if (places.length === 0) return false;
    const points = places.map(project);
    const xs = points.map(([x]) => x);
    const ys = points.map(([, y]) => y);
    const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const { left, right, top, bottom } = this.insets;
    const room = 0.86;
    const scale = Math.min(
      ((this.width - left - right) * room) / Math.max(east - west, 1e-6),
      ((this.height - top - bottom) * room) / Math.max(south - north, 1e-6),
      4e7,
    );
    const [x, y] = [(west + east) / 2, (north + south) / 2];
    const away = Math.hypot(x - this.x, y - this.y) * this.scale;
    const alike = Math.abs(Math.log(scale / this.scale)) < 0.12 && away < this.width / 20;
    if (!atOnce && alike) return false;
    this.#goal = { x, y, scale };
    if (atOnce) this.#arrive();
    return true;
  }

  pan(dx: number, dy: number): void {
    this.held = true;
    this.#goal = null;
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
  }

  zoom(factor: number, px: number, py: number): void {
    this.held = true;
    this.#goal = null;
    const [x, y] = this.toWorld(px, py);
    this.scale = Math.min(4e8, Math.max(2e4, this.scale * factor));
    const [nowX, nowY] = this.toWorld(px, py);
    this.x += x - nowX;
    this.y += y - nowY;
  }

  /** @returns whether it moved */
  step(): boolean {
    const goal = this.#goal;
    if (!goal) return false;
    this.x += (goal.x - this.x) * 0.12;
    this.y += (goal.y - this.y) * 0.12;
    this.scale *= (goal.scale / this.scale) ** 0.12;
    if (Math.abs(goal.scale / this.scale - 1) < 0.002 && Math.abs(goal.x - this.x) * this.scale < 0.5)
      this.#arrive();
    return true;
  }

  #arrive(): void {
    Object.assign(this, this.#goal);
    this.#goal = null;
  }
}
