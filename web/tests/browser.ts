import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);

/** Whether pages can be opened here; `.ci/run` installs a browser. */
export const hasChromium = executablePath !== undefined;

export interface LaunchOptions {
  /** Draws maps too, slowly, by the processor. */
  maps?: boolean;
}

export function openBrowser({ maps = false }: LaunchOptions = {}): Promise<Browser> {
  const drawing = maps ? ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'] : ['--disable-gpu'];
  return chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--disable-background-networking', '--no-first-run', ...drawing],
  });
}
