import type { Command } from 'commander';
import { CommandFailure } from './failure.ts';
import { allDeclarations, type Declaration } from './where/declarations.ts';
import { find } from './where/find.ts';

export function addWhere(program: Command): void {
  program
    .command('where')
    .description(
      'Print the file and line that declares a URL, operation, event, table, error, setting, metric …',
    )
    .argument('<name...>', 'what you saw in a log, an answer, a dashboard or a document')
    .option('--json', 'one JSON object a line')
    .addHelpText(
      'after',
      `
Examples:
  caravan where 'POST /v1/deliveries'
  caravan where /v1/deliveries/0198f2d5-1b2c-7c0e-9a53-0d2f4a5b6c7d
  caravan where deliveries.driverAssigned
  caravan where illegal_transition
  caravan where CARAVAN_PORT
  caravan where caravan_db_pool_waiting

Exit codes: 0 found, 1 nothing of that name (near ones are shown).`,
    )
    .action((words: string[], options: { json?: boolean }) => {
      const asked = words.join(' ');
      const { exact, near } = find(allDeclarations(), asked);
      const print = options.json ? asJson : asText;
      if (exact.length > 0) {
        process.stdout.write(exact.map(print).join(''));
        return;
      }
      const hint = near.length > 0 ? ` Did you mean one of these?\n${near.map(asText).join('')}` : '\n';
      throw new CommandFailure(`Nothing here is called "${asked}".${hint}`.trimEnd());
    });
}

const asJson = ({ kind, name, meaning, file, line }: Declaration): string =>
  `${JSON.stringify({ kind, name, file, line, meaning })}\n`;

const asText = ({ kind, name, meaning, file, line }: Declaration): string =>
  `${file}:${line}  ${kind} ${name}\n    ${meaning}\n`;
