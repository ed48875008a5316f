import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLOSE, DEFAULT_LIMITS, ERROR_CODES } from '../protocol.ts';

const read = (path: string): string => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
const text = read('docs/reference/live-protocol.md');
const asyncapi = JSON.parse(read('docs/reference/asyncapi.json'));

test('the written protocol names every close code and error code, and the limits that hold', () => {
  for (const { code, reason } of Object.values(CLOSE)) {
    expect(text).toContain(`| ${code} | ${reason}`);
  }
  const listed = /^Errors: (.*)\.$/m.exec(text)?.[1]?.match(/`\w+`/g);
  expect(listed).toEqual(ERROR_CODES.map((code) => `\`${code}\``));
  const { messagesPerSecond, messageBurst, socketsPerPrincipal, tilesPerViewport, heartbeatSeconds } =
    DEFAULT_LIMITS;
  expect(text).toContain(`too many messages: ${messagesPerSecond} a second, ${messageBurst} at once`);
  expect(text).toContain(`too many sockets: ${socketsPerPrincipal} for one user`);
  expect(text).toContain(`at most ${tilesPerViewport}`);
  expect(text).toContain(
    `silent for ${heartbeatSeconds} s and cuts one that said nothing for ${DEFAULT_LIMITS.deadSeconds} s`,
  );
});

test('the AsyncAPI document has the same messages, and its references lead somewhere', () => {
  expect(asyncapi.asyncapi).toBe('3.0.0');
  const types = new Set(
    Object.values<{ payload: { properties?: { type?: { const?: string } } } }>(asyncapi.components.messages)
      .map(({ payload }) => payload.properties?.type?.const)
      .filter((type) => type !== undefined),
  );
  const written = new Set([...text.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]));
  expect([...types].sort()).toEqual([...written].sort());
  const references: string[] = [];
  JSON.stringify(asyncapi, (key, value) => {
    if (key === '$ref') references.push(value);
    return value;
  });
  for (const reference of references) {
    const target = reference
      .slice(2)
      .split('/')
      .reduce((node, part) => node?.[part], asyncapi);
    expect([reference, target !== undefined]).toEqual([reference, true]);
  }
});
