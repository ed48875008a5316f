interface PageElement {
  dataset: Record<string, string | undefined>;
  scrollHeight: number;
  closest(selector: string): PageElement | null;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { left: number; top: number; width: number; height: number };
}

/** What of a page is needed here; the rest of the bench knows no browser. */
interface PageGlobals {
  document: {
    querySelector(selector: string): PageElement | null;
    querySelectorAll(selector: string): Iterable<PageElement>;
    elementFromPoint(x: number, y: number): PageElement | null;
  };
  location: { search: string };
  requestAnimationFrame(then: () => void): void;
  addEventListener(kind: string, listen: (event: { timeStamp: number }) => void, options: object): void;
  caravanRows: {
    /** Millis from the last input until rows that answer it stand on the screen without a gap. */
    settled(search?: string): Promise<number>;
    lastRow(): number;
  };
}

/** Runs in the page, and leaves `caravanRows` there. */
export function watchRows(): void {
  const page = globalThis as unknown as PageGlobals;
  const { document } = page;
  let inputAtMs = performance.now();
  const note = ({ timeStamp }: { timeStamp: number }) => {
    inputAtMs = timeStamp;
  };
  for (const kind of ['keydown', 'wheel', 'click', 'input'])
    page.addEventListener(kind, note, { capture: true, passive: true });
  const isWhole = (): boolean => {
    const grid = document.querySelector('[role=grid]');
    if (!grid) return document.querySelector('.mantine-Loader-root') === null;
    if (grid.dataset['stale']) return false;
    const { left, top, width, height } = grid.getBoundingClientRect();
    const rowAt = (y: number) => document.elementFromPoint(left + width / 2, y)?.closest('[role=row]');
    return Boolean(rowAt(top + 20) && rowAt(top + height / 2)) || grid.scrollHeight <= height;
  };
  page.caravanRows = {
    lastRow: () => Number([...document.querySelectorAll('[role=row]')].at(-1)?.getAttribute('aria-rowindex')),
    settled: (search) =>
      new Promise((resolve) => {
        const look = () => {
          const asked = !search || page.location.search.includes(search);
          const done = asked && isWhole();
          page.requestAnimationFrame(done ? () => resolve(performance.now() - inputAtMs) : look);
        };
        page.requestAnimationFrame(look);
      }),
  };
}
