import type { CDPSession, Page } from 'playwright-core';

interface Node {
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  properties?: { name: string; value: { value: unknown } }[];
  backendDOMNodeId?: number;
}

/** What somebody can do something with, and what somebody jumps to: each has to be called something. */
const named = new Set([
  'button',
  'link',
  'textbox',
  'searchbox',
  'combobox',
  'checkbox',
  'radio',
  'switch',
  'slider',
  'spinbutton',
  'tab',
  'option',
  'menuitem',
  'menuitemcheckbox',
  'menuitemradio',
  'listbox',
  'grid',
  'dialog',
  'alertdialog',
  'region',
  'DisclosureTriangle',
]);
/** A key of a catalogue, an unfilled hole or a slip of code, where words belong. */
const notWords = /^[a-z]+(\.[a-zA-Z]+)+$|\{\w*\}|\bundefined\b|\bnull\b|\[object/;

/** What a screen reader would have wrong: the page's language, title, landmark and heading, and every name. */
export async function misspoken(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: Node[] };
    const wrong = nodes.filter(({ ignored }) => !ignored).filter(isMisnamed);
    return [...(await pageFaults(page)), ...(await Promise.all(wrong.map((node) => say(session, node))))];
  } finally {
    await session.detach();
  }
}

function isMisnamed({ role, name, properties = [] }: Node): boolean {
  const words = name?.value.trim() ?? '';
  const reached = properties.some((one) => one.name === 'focusable' && one.value.value === true);
  // What the keyboard reaches is something, and says what.
  if (role?.value === 'generic' && reached) return true;
  if (!named.has(role?.value ?? '')) return false;
  return words === '' || notWords.test(words);
}

async function say(session: CDPSession, { role, name, backendDOMNodeId }: Node): Promise<string> {
  const { outerHTML } = (await session
    .send('DOM.getOuterHTML', { ...(backendDOMNodeId && { backendNodeId: backendDOMNodeId }) })
    .catch(() => ({ outerHTML: '' }))) as { outerHTML: string };
  return `screen reader: ${role?.value} is called "${name?.value ?? ''}": ${outerHTML.slice(0, 160)}`;
}

async function pageFaults(page: Page): Promise<string[]> {
  const { language, title, headings, mains } = await page.evaluate(() => {
    const seen = (what: string) =>
      [...document.querySelectorAll(what)].filter((one) => one.checkVisibility());
    return {
      language: document.documentElement.lang,
      title: document.title,
      headings: seen('h1').map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim()),
      mains: seen('main, [role=main]').length,
    };
  });
  const [heading = ''] = headings;
  return [
    ...(language === 'en' ? [] : [`the page says its language is "${language}"`]),
    ...(headings.length === 1 ? [] : [`${headings.length} main headings: ${headings.join(' | ')}`]),
    ...(mains === 1 ? [] : [`${mains} main landmarks`]),
    ...(heading !== '' && title.startsWith(heading)
      ? []
      : [`the title "${title}" does not name "${heading}"`]),
  ].map((fault) => `screen reader: ${fault}`);
}
