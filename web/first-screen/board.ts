import { locale } from './language.ts';
import { colorOf, mainStates, sideStates, stateNames } from './states.ts';
import type { Line } from './words.ts';

const mostLines = 9;
const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hour12: false });
const flightMillis = 700;
const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** The counts by state. A dot flies from one to the other when a delivery changes its state. */
export class Board {
  readonly #cells = new Map<string, { cell: HTMLElement; number: HTMLElement }>();
  #flights = 0;

  constructor(root: HTMLElement) {
    for (const state of [...mainStates, ...sideStates]) {
      const cell = document.createElement('div');
      const number = document.createElement('b');
      const name = document.createElement('span');
      cell.style.setProperty('--c', `var(--${state})`);
      if ((sideStates as readonly string[]).includes(state)) cell.classList.add('aside');
      if (state === sideStates[0]) cell.classList.add('first');
      name.textContent = stateNames[state] ?? state;
      cell.append(number, name);
      root.append(cell);
      this.#cells.set(state, { cell, number });
    }
  }

  show(counts: ReadonlyMap<string, number>): void {
    for (const [state, { cell, number }] of this.#cells) {
      const count = counts.get(state) ?? 0;
      number.textContent = count.toLocaleString(locale);
      cell.classList.toggle('none', count === 0);
    }
  }

  fly(from: string | null, to: string): void {
    const [start, end] = [this.#cells.get(from ?? ''), this.#cells.get(to)];
    if (!end) return;
    bump(end.number);
    if (!start || calm.matches || document.hidden || this.#flights > 12) return;
    const [a, b] = [start.number, end.number].map((cell) => cell.getBoundingClientRect()) as [
      DOMRect,
      DOMRect,
    ];
    const dot = document.createElement('i');
    dot.className = 'flight';
    dot.style.background = colorOf(to);
    document.body.append(dot);
    this.#flights++;
    const at = (x: number, y: number) => `translate(${x}px, ${y}px)`;
    const [ax, ay, bx, by] = [a.left + a.width / 2, a.top, b.left + b.width / 2, b.top];
    const middle = at((ax + bx) / 2, Math.min(ay, by) - 12);
    void dot
      .animate(
        [
          { transform: at(ax, ay), opacity: 0 },
          { transform: middle, opacity: 1 },
          { transform: at(bx, by), opacity: 0.2 },
        ],
        { duration: flightMillis, easing: 'ease-in-out' },
      )
      .finished.finally(() => {
        dot.remove();
        this.#flights--;
      });
  }
}

function bump(number: HTMLElement): void {
  number.classList.remove('bump');
  void number.offsetWidth;
  number.classList.add('bump');
}

/** The last things that happened, newest first. */
export class News {
  readonly #list: HTMLElement;
  readonly #waiting: { line: Line; time: string }[] = [];

  constructor(list: HTMLElement) {
    this.#list = list;
    setInterval(() => this.#next(), 350);
  }

  /** At a pace that can be read: of a flood, what is oldest is left out. */
  add(line: Line, time: string): void {
    this.#waiting.push({ line, time });
    if (this.#waiting.length > 12) this.#waiting.shift();
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (!next || document.hidden) return;
    const { line, time } = next;
    const item = document.createElement('li');
    item.style.setProperty('--c', `var(--${line.state})`);
    const [mark, text, when, more] = (['i', 'span', 'time', 'small'] as const).map((tag) =>
      document.createElement(tag),
    );
    text!.textContent = line.text;
    more!.textContent = line.more;
    when!.textContent = clock.format(new Date(time));
    item.append(mark!, text!, when!, ...(line.more ? [more!] : []));
    this.#list.prepend(item);
    while (this.#list.children.length > mostLines) this.#list.lastElementChild?.remove();
  }
}
