import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import {
  cefLine,
  exportCheckpoint,
  listAuditKeys,
  listCheckpoints,
  parseStreamCursor,
  sealEntries,
  securityStream,
  showEntry,
  signHead,
  startCursor,
  verifyTrail,
  type ExportedCheckpoint,
  type Verification,
} from '../capabilities/audit/api.ts';
import type { Context } from '../platform/context.ts';
import { version } from '../roles/catalogue.ts';
import { CommandFailure } from './failure.ts';
import { withContext } from './with-context.ts';

interface VerifyFlags {
  from?: string;
  to?: string;
  checkpoints?: string;
  data?: string;
  json?: boolean;
}

const tampered = 4;
const shownFindings = 20;

export function addAudit(program: Command): void {
  const audit = program.command('audit').description('The trail of who did what: verify it, export it');

  audit
    .command('verify')
    .description('Go along the chain of the audit trail and name everything that was tampered with')
    .option('--from <day>', 'first day, such as 2026-11-01')
    .option('--to <day>', 'last day')
    .option('--checkpoints <file>', 'signed checkpoints that were kept elsewhere')
    .option('--data <folder>', 'folder of the embedded database')
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      `
Example:
  caravan audit verify --from 2026-11-01 --checkpoints kept/checkpoints.jsonl

Names what was edited, deleted, inserted, reordered, truncated or stamped anew. Who owns the database could rebuild the
whole chain; only checkpoints that were kept elsewhere show that: caravan audit checkpoints export

Exit codes: 0 nothing was tampered with, 4 something was.`,
    )
    .action(verify);

  audit
    .command('checkpoints')
    .description('Signed words on how the chain stood')
    .addHelpText('after', '\nExample:\n  caravan audit checkpoints export > kept/checkpoints.jsonl')
    .command('export')
    .description('Chain and sign what is there now, and print every checkpoint, one JSON object a line')
    .option('--data <folder>', 'folder of the embedded database')
    .action(async (options: { data?: string }) => {
      await withContext(options, async (ctx) => {
        await sealEntries(ctx);
        await signHead(ctx);
        const keys = new Map((await listAuditKeys(ctx.db.sql)).map(({ id, publicKey }) => [id, publicKey]));
        for (const checkpoint of await listCheckpoints(ctx.db.sql))
          process.stdout.write(
            `${JSON.stringify(exportCheckpoint(checkpoint, keys.get(checkpoint.keyId) ?? ''))}\n`,
          );
      });
    });

  audit
    .command('export')
    .description('Print security events for a SIEM, oldest first')
    .option('--format <name>', 'jsonl or cef', 'jsonl')
    .option('--since <time>', 'RFC 3339 time of the first one')
    .option('--data <folder>', 'folder of the embedded database')
    .addHelpText('after', '\nExample:\n  caravan audit export --format cef --since 2026-11-22T08:00:00Z')
    .action(async (options: { format: string; since?: string; data?: string }) => {
      if (options.format !== 'jsonl' && options.format !== 'cef')
        throw new CommandFailure('--format must be jsonl or cef.', 2);
      if (options.since !== undefined && Number.isNaN(Date.parse(options.since)))
        throw new CommandFailure('--since must be a time such as 2026-11-22T08:00:00Z.', 2);
      const since = options.since === undefined ? undefined : new Date(options.since);
      await withContext(options, (ctx) => printSecurityEvents(ctx, options.format, since));
    });
}

async function verify(options: VerifyFlags): Promise<void> {
  for (const day of [options.from, options.to])
    if (day !== undefined && !z.iso.date().safeParse(day).success)
      throw new CommandFailure(`"${day}" is not a day such as 2026-11-01.`, 2);
  const kept = options.checkpoints === undefined ? undefined : await readCheckpoints(options.checkpoints);
  const startedMs = performance.now();
  const result = await withContext(options, (ctx) =>
    verifyTrail(ctx, { from: options.from, to: options.to, kept }),
  );
  const seconds = Math.round(performance.now() - startedMs) / 1000;
  process.stdout.write(
    options.json ? `${JSON.stringify({ ...result, seconds })}\n` : inWords(result, seconds),
  );
  if (result.findings.length > 0) process.exitCode = tampered;
}

const line = z.object({
  type: z.literal('caravan.audit.checkpoint'),
  kind: z.enum(['head', 'dropped']),
  position: z.int(),
  day: z.string(),
  hash: z.string(),
  signedAt: z.string(),
  keyId: z.string(),
  publicKey: z.string(),
  signature: z.string(),
});

async function readCheckpoints(file: string): Promise<ExportedCheckpoint[]> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new CommandFailure(`${file} cannot be read (${cause.message}).`, 2);
  });
  return text
    .split('\n')
    .filter((one) => one.trim() !== '')
    .map((one, index) => {
      try {
        return line.parse(JSON.parse(one));
      } catch {
        throw new CommandFailure(`Line ${index + 1} of ${file} is not a checkpoint.`, 2);
      }
    });
}

function inWords({ links, checkpoints, notSealed, findings }: Verification, seconds: number): string {
  const looked = `${links} entries and ${checkpoints} signed checkpoints in ${seconds} s; ${notSealed} entries are too young to be in the chain.`;
  if (findings.length === 0) return `Nothing was tampered with: ${looked}\n`;
  const lines = findings.slice(0, shownFindings).map(({ kind, sentence }) => `  ${kind}: ${sentence}`);
  if (findings.length > shownFindings) lines.push(`  … and ${findings.length - shownFindings} more (--json)`);
  return `TAMPERED WITH: ${looked}\n${lines.join('\n')}\n`;
}

async function printSecurityEvents(ctx: Context, format: string, since: Date | undefined): Promise<void> {
  let cursor = startCursor;
  for (;;) {
    const rows = await securityStream(ctx.db.sql, { after: parseStreamCursor(cursor), since, limit: 1000 });
    const lines = rows.map((row) =>
      format === 'cef'
        ? cefLine(row, version)
        : JSON.stringify({ cursor: row.cursor, ...showEntry(row, true) }),
    );
    process.stdout.write(lines.map((one) => `${one}\n`).join(''));
    const last = rows.at(-1);
    if (!last) return;
    cursor = last.cursor;
  }
}
