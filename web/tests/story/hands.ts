import type { Locator, Page } from 'playwright-core';

/** How somebody works with a screen. What they touch is always found by its role and its name. */
export interface Hand {
  press(what: Locator): Promise<void>;
  /** Whatever stood there is replaced. */
  write(field: Locator, text: string): Promise<void>;
  tick(box: Locator): Promise<void>;
}

export const pointer: Hand = {
  press: (what) => what.click(),
  write: (field, text) => field.fill(text),
  tick: (box) => box.check(),
};

/** No pointer at all: Tab to get there, Enter and Space to do it. Whoever looks must see where they are. */
export const keyboard: Hand = {
  async press(what) {
    await reach(what);
    await what.page().keyboard.press('Enter');
  },
  async write(field, text) {
    await reach(field);
    const { keyboard: keys } = field.page();
    await keys.press('ControlOrMeta+a');
    await keys.type(text);
  },
  async tick(box) {
    await reach(box);
    await box.page().keyboard.press('Space');
  },
};

/** More stops than any screen has. */
const mostTabs = 250;

async function reach(what: Locator): Promise<void> {
  const page = what.page();
  await what.waitFor();
  const key = (await what.evaluate(isNearerBackwards)) ? 'Shift+Tab' : 'Tab';
  for (let tabs = 0; tabs < mostTabs; tabs++) {
    if (await what.evaluate((element) => element === element.ownerDocument.activeElement)) {
      await checkFocusIsSeen(page);
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`Tab does not lead to ${what}`);
}

/** In the page: whoever works by keyboard goes the shorter way around. */
function isNearerBackwards(target: Element): boolean {
  const within = document.querySelector('dialog[open], [aria-modal="true"]') ?? document;
  const stops = [
    ...within.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]'),
  ];
  const here = stops.indexOf(document.activeElement as Element);
  const steps = (stops.indexOf(target) - here + stops.length) % stops.length;
  return steps > stops.length / 2;
}

async function checkFocusIsSeen(page: Page): Promise<void> {
  const seen = await page.evaluate(() => {
    const focused = document.activeElement as HTMLElement;
    const marks = [focused, focused.parentElement, focused.closest('label')].map(
      (one) => one && getComputedStyle(one),
    );
    return marks.some(
      (style) =>
        style &&
        ((style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1) ||
          style.boxShadow !== 'none'),
    )
      ? ''
      : focused.outerHTML.slice(0, 160);
  });
  // A field shows where one is by its border and its caret.
  if (seen && !/^<(input|textarea)/.test(seen)) throw new Error(`The focus is not seen on ${seen}`);
}
