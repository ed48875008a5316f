import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Hand } from './hands.ts';
import { seesStreets } from './town.ts';

export interface Order {
  from: string;
  to: string;
  name: string;
  reference: string;
}

/** The office at its board. */
export class Dispatcher {
  readonly page: Page;
  readonly #hand: Hand;

  constructor(page: Page, hand: Hand) {
    this.page = page;
    this.#hand = hand;
  }

  async open(address: string): Promise<void> {
    await this.page.goto(`${address}/app/dispatch`);
    await this.#hand.press(this.page.getByRole('button', { name: /^Dispatcher/ }));
    await this.page.getByText('Live', { exact: true }).waitFor();
    await this.page.getByRole('grid', { name: 'Deliveries' }).waitFor();
  }

  /** Fills the form; the addresses are chosen from those of the map. */
  async fillIn({ from, to, name, reference }: Order): Promise<void> {
    const { page } = this;
    await this.#hand.press(page.getByRole('button', { name: 'New delivery' }));
    const form = page.getByRole('dialog', { name: 'New delivery' });
    await this.#choose('From', from);
    await this.#choose('To', to);
    await this.#hand.write(form.getByRole('textbox', { name: 'Who receives it' }), name);
    await this.#hand.write(form.getByRole('textbox', { name: 'Reference' }), reference);
    for (const proof of ['Signature', 'Photo'])
      await this.#hand.tick(form.getByRole('checkbox', { name: proof }));
  }

  async press(name: string): Promise<void> {
    await this.#hand.press(this.page.getByRole('button', { name, exact: true }));
  }

  async order(order: Order): Promise<void> {
    await this.fillIn(order);
    await this.press('Order it');
    await this.page.getByRole('article', { name: order.reference }).waitFor();
  }

  /** The page that the customer is sent. */
  async trackingLink(): Promise<string> {
    await this.press('Tracking link');
    await this.page.getByRole('alert').filter({ hasText: 'in your clipboard' }).waitFor();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  async assign(driver: string): Promise<void> {
    await this.#hand.press(
      this.page
        .getByRole('listitem')
        .filter({ has: this.page.getByRole('button', { name: driver, exact: true }) })
        .getByRole('button', { name: /^Assign/ }),
    );
  }

  /** In the list and on the opened delivery alike. */
  async sees({ name, reference }: Order, state: string): Promise<void> {
    const row = this.page.getByRole('row').filter({ hasText: name });
    await row.getByText(state, { exact: true }).waitFor();
    const panel = this.page.getByRole('article', { name: reference });
    await panel.getByText(state, { exact: true }).first().waitFor();
  }

  /** Opens a proof and looks at its picture. */
  async looksAtProof(kind: 'Signature' | 'Photo'): Promise<{ width: number; height: number }> {
    await this.#hand.press(this.page.getByRole('button', { name: `Open the proof: ${kind}` }));
    const dialog = this.page.getByRole('dialog', { name: kind });
    const size = await dialog.getByRole('img', { name: kind }).evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return { width: image.naturalWidth, height: image.naturalHeight };
    });
    await this.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    return size;
  }

  seesStreets = (): Promise<void> => seesStreets(this.page);

  async readsInHistory(text: string): Promise<void> {
    await this.page.getByRole('article').getByText(text).first().waitFor();
  }

  async #choose(label: 'From' | 'To', address: string): Promise<void> {
    const field = this.page.getByRole('dialog').getByRole('combobox', { name: label, exact: true });
    await this.#hand.write(field, address);
    const option = this.page.getByRole('option', { name: address }).first();
    await option.waitFor();
    await this.page.keyboard.press('ArrowDown');
    await this.page.keyboard.press('Enter');
    await expect.poll(() => field.inputValue()).toContain(address);
    await option.waitFor({ state: 'hidden' });
  }
}
