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
  caravan where CARAVAN_PORT caravan_db_pool_waiting

Exit codes: 0 all found, 1 nothing of one of the names (near ones are shown).`,
    )
    .action((words: string[], options: { json?: boolean }) => {
      const declarations = allDeclarations();
      const print = options.json ? asJson : asText;
      const unknown: string[] = [];
      for (const asked of namesIn(words)) {
        const { exact, near } = find(declarations, asked);
        process.stdout.write(exact.map(print).join(''));
        const hint = near.length > 0 ? ` Did you mean one of these?\n${near.map(asText).join('')}` : '';
        if (exact.length === 0) unknown.push(`Nothing here is called "${asked}".${hint}`.trimEnd());
      }
      if (unknown.length > 0) throw new CommandFailure(unknown.join('\n'));
    });
}

/** `POST /v1/deliveries` is one name, with and without quotes. */
export function namesIn(words: readonly string[]): string[] {
  const names: string[] = [];
  for (const [index, word] of words.entries())
    if (isMethod(words[index - 1])) names.push(`${names.pop()} ${word}`);
    else names.push(word);
  return names;
}

const isMethod = (word = ''): boolean => /^(get|post|put|patch|delete|head)$/i.test(word);

const asJson = ({ kind, name, meaning, file, line }: Declaration): string =>
  `${JSON.stringify({ kind, name, file, line, meaning })}\n`;

const asText = ({ kind, name, meaning, file, line }: Declaration): string =>
  `${file}:${line}  ${kind} ${name}\n    ${meaning}\n`;
