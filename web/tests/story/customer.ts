import type { Page } from 'playwright-core';
import { seesStreets } from './town.ts';

/** The customer behind a tracking link. */
export class Customer {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  seesStreets = (): Promise<void> => seesStreets(this.page);

  /** Takes the phone up and reads, as it stands a moment later. */
  async reads(headline: string): Promise<void> {
    await this.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await this.page.getByRole('heading', { level: 1, name: headline, exact: true }).waitFor();
  }
}
