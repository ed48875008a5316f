import { html, type Html } from './html.ts';
import type { Words } from './words/en.ts';

/** How far along the road each state is: whole numbers are the steps that have a name. */
const places: Readonly<Record<string, number>> = {
  draft: 0,
  ready: 0,
  assigned: 0.2,
  accepted: 0.6,
  picked_up: 1,
  in_transit: 2,
  arrived: 3,
  failed: 2.6,
  returning: 1.4,
};

const vanBody = 'M2 4a3 3 0 0 1 3-3h13a2 2 0 0 1 2 2v4h4l5 6v6a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2z';
/** With its wheels and without its window, in one piece; filled by `evenodd`. */
export const vanPath = `${vanBody}M21.5 9h2l3 4h-5zM5.6 21a3.4 3.4 0 1 0 6.8 0zM18.6 21a3.4 3.4 0 1 0 6.8 0z`;

const left = 24;
const stride = 104;
const at = (place: number): number => Math.round(left + place * stride);

/** The road from the shop to the door as a picture, with the van where the parcel is. */
export function progress(state: string, words: Words): Html {
  const place = places[state] ?? 0;
  const reached = Math.floor(place);
  const step = words.steps[reached] as string;
  const dots = words.steps.map(
    (_, index) =>
      html`<circle class="${index <= place ? 'done' : 'open'}" cx="${at(index)}" cy="40" r="6" />`,
  );
  const names = words.steps.map(
    (name, index) =>
      html`<li class="${index === reached ? 'now' : index < place ? 'done' : 'open'}"${
        index === reached && html` aria-current="step"`
      }>${name}</li>`,
  );
  return html`<div class="progress">
    <svg viewBox="0 0 360 56" role="img" aria-label="${words.progress(step)}">
      <path class="road" d="M${at(0)} 40H${at(3)}" />
      <path class="way" d="M${at(0)} 40H${at(place)}" />
      ${dots}
      <g class="van" transform="translate(${at(place) - 15} 8)">
        <path d="${vanBody}" />
        <circle cx="9" cy="21" r="3.4" /><circle cx="22" cy="21" r="3.4" />
        <path class="glass" d="M21.5 9h2l3 4h-5z" />
      </g>
    </svg>
    <ol>${names}</ol>
  </div>`;
}
