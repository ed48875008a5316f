import { html, type Html } from './html.ts';
import type { Followed, Reader } from './parts.ts';
import type { Words } from './words/en.ts';

/** What the recipient may do, each folded away until it is wanted. Sent by the script of the page. */
export function forms({ may, note, neighbour }: Followed, reader: Reader): Html | false {
  const { words } = reader;
  const list = [
    may.includes('note') &&
      folded(
        words.note,
        html`<form data-wish="note" data-method="PUT">
          <label for="note">${words.noteField}</label>
          <textarea id="note" name="note" required maxlength="300" rows="3" aria-describedby="note-hint">${note}</textarea>
          <p class="hint" id="note-hint">${words.noteHint}</p>
          ${buttons(words, note !== null)}
        </form>`,
      ),
    may.includes('neighbour') &&
      folded(
        words.neighbour,
        html`<form data-wish="neighbour" data-method="PUT">
          <label for="neighbour">${words.neighbourField}</label>
          <input id="neighbour" name="neighbour" required maxlength="120" autocomplete="off" value="${neighbour}" />
          ${buttons(words, neighbour !== null)}
        </form>`,
      ),
    may.includes('reschedule') &&
      folded(
        words.reschedule,
        html`<form data-wish="reschedule" data-method="POST">
          <label for="window">${words.rescheduleField}</label>
          <select id="window" name="window" required>${windows(reader)}</select>
          ${buttons(words, false)}
        </form>`,
      ),
  ].filter((form): form is Html => form !== false);
  return list.length > 0 && html`<section class="wishes">${list}</section>`;
}

const folded = (title: string, form: Html): Html =>
  html`<details><summary>${title}</summary>${form}</details>`;

const buttons = (words: Words, taken: boolean): Html => html`<div class="buttons">
  <button type="submit">${words.save}</button>
  ${taken && html`<button type="button" class="quiet" data-take-back>${words.takeBack}</button>`}
  <output aria-live="polite"></output>
</div>`;

const dayMs = 86_400_000;
const parts = [
  [8, 12],
  [12, 17],
  [17, 21],
] as const;

/** Mornings, afternoons and evenings of the next days, by the reader's own clock. */
function windows({ words, language, nowMs }: Reader): Html[] {
  const names = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short' });
  return [1, 2, 3, 4].flatMap((ahead) =>
    parts.map(([from, to], index) => {
      const date = new Date(nowMs + ahead * dayMs);
      const hour = (hours: number) => new Date(new Date(date).setHours(hours, 0, 0, 0)).toISOString();
      const title = `${names.format(date)} ${words.parts[index] as string} (${from}–${to})`;
      return html`<option value="${hour(from)} ${hour(to)}">${title}</option>`;
    }),
  );
}

/** Five stars as a group of choices, so that keys and screen readers have them as well. */
export function ratingForm(words: Words): Html {
  const stars = [1, 2, 3, 4, 5].map(
    (count) => html`<label class="star"><input type="radio" name="stars" value="${count}" required />
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2.6l2.9 6 6.5.9-4.7 4.6 1.1 6.5L12 17.5l-5.8 3.1 1.1-6.5L2.6 9.5l6.5-.9z" /></svg>
      <span class="unseen">${words.stars(count)}</span></label>`,
  );
  return html`<section class="wishes rating">
    <form data-wish="rating" data-method="POST">
      <fieldset><legend>${words.rate}</legend><div class="stars">${stars}</div></fieldset>
      <label for="comment">${words.comment}</label>
      <textarea id="comment" name="comment" maxlength="500" rows="3"></textarea>
      <div class="buttons"><button type="submit">${words.send}</button><output aria-live="polite"></output></div>
    </form>
  </section>`;
}
