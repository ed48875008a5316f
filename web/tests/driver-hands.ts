import type { Page } from 'playwright-core';

/** The second tap comes as soon as the next button stands where the first one was. */
export async function tapTwice(page: Page, first: string, then: string) {
  await page.locator('button:not([aria-disabled])', { hasText: first }).waitFor();
  await page.evaluate(
    async (names) => {
      for (const name of names) {
        const find = () => [...document.querySelectorAll('button')].find((one) => one.textContent === name);
        while (!find()) await new Promise(requestAnimationFrame);
        find()?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
      }
    },
    [first, then],
  );
}

export async function sign(page: Page) {
  const box = await page.locator('dialog canvas').boundingBox();
  if (!box) throw new Error('There is nothing to sign on');
  await page.mouse.move(box.x + 30, box.y + 60);
  await page.mouse.down();
  for (let step = 0; step < 12; step++)
    await page.mouse.move(box.x + 30 + step * 15, box.y + 60 + (step % 3) * 20);
  await page.mouse.up();
}
