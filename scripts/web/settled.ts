/** What of the page is used here; the rest of the scripts knows no browser. */
interface PageGlobals {
  document: {
    documentElement: { dataset: Record<string, string | undefined> };
    getAnimations(): { finished: Promise<unknown> }[];
  };
  requestAnimationFrame(drawn: (ms: number) => void): number;
  CSSTransition: new () => object;
}

/** In the page: it has taken the theme up, both frames after that are drawn, and no colour is on its way to another. */
export async function settled(scheme: string): Promise<void> {
  const { document, requestAnimationFrame, CSSTransition } = globalThis as unknown as PageGlobals;
  const { dataset } = document.documentElement;
  const isOther = () =>
    dataset['mantineColorScheme'] !== undefined && dataset['mantineColorScheme'] !== scheme;
  for (let frame = 0; isOther() && frame < 300; frame++)
    await new Promise((drawn) => requestAnimationFrame(drawn));
  let under: { finished: Promise<unknown> }[];
  let rounds = 0;
  // What inherits a colour begins when what it inherits from has ended.
  do {
    for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
    under = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(under.map(({ finished }) => finished));
  } while (under.length > 0 && ++rounds < 30);
}

/** In the page: as many frames as that are drawn, however long a busy machine takes. */
export async function framesDrawn(count: number): Promise<void> {
  const { requestAnimationFrame } = globalThis as unknown as PageGlobals;
  for (let frame = 0; frame < count; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
}
