import { html, type Html } from './html.ts';
import type { Operator } from './parts.ts';
import type { Words } from './words/en.ts';

/** Who delivers, and the ways to reach them that they gave. */
export function contact(operator: Operator | null | undefined, words: Words): Html | false {
  if (!operator) return false;
  const { name, phone, email } = operator;
  const dial = phone?.replace(/[^+\d]/g, '');
  return html`<section class="contact">
    <p>${words.deliveredBy} <b>${name}</b></p>
    ${
      (phone !== null || email !== null) &&
      html`<p class="reach">
      ${phone && html`<a href="tel:${dial}">${phone}</a>`}
      ${email && html`<a href="mailto:${email}">${email}</a>`}
    </p>`
    }
  </section>`;
}
