import { existsSync } from 'node:fs';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = places.find((place) => existsSync(place));

export const hasChromium = executablePath !== undefined;

/** A page of one origin in a real browser, with authenticators that CDP plays. */
export interface PasskeyBrowser {
  cdp: CDPSession;
  page: Page;
  addAuthenticator(options?: { isUserVerified?: boolean }): Promise<string>;
  /** What navigator.credentials.create() gives for options in their JSON form. */
  create(options: unknown): Promise<unknown>;
  get(options: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export async function openPasskeyBrowser(origin: string): Promise<PasskeyBrowser> {
  const browser: Browser = await chromium.launch({
    executablePath: executablePath!,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  });
  const page = await browser.newPage();
  await page.route(`${origin}/passkey-test`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Passkeys</title>' }),
  );
  await page.goto(`${origin}/passkey-test`);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const call = (kind: 'create' | 'get', options: unknown): Promise<unknown> =>
    page.evaluate(
      async ([method, json]) => {
        const { PublicKeyCredential: parser, navigator: browserNavigator } = globalThis as any;
        const parse = method === 'create' ? 'parseCreationOptionsFromJSON' : 'parseRequestOptionsFromJSON';
        const credential = await browserNavigator.credentials[method as string]({
          publicKey: parser[parse](json),
        });
        return credential.toJSON();
      },
      [kind, options] as const,
    );
  return {
    cdp,
    page,
    async addAuthenticator({ isUserVerified = true } = {}) {
      const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          transport: 'internal',
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified,
          automaticPresenceSimulation: true,
        },
      });
      return authenticatorId;
    },
    create: (options) => call('create', options),
    get: (options) => call('get', options),
    close: () => browser.close(),
  };
}
