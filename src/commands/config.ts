import type { Command } from 'commander';
import type { DescribedSetting } from '../platform/config/config.ts';
import { configFrom } from './with-database.ts';

export function addConfig(program: Command): void {
  program
    .command('config')
    .description('Print every setting: its value, where that comes from, and what it means')
    .option('--changed', 'only those that differ from their default')
    .option('--json', 'one JSON object a line')
    .addHelpText(
      'after',
      `
Examples:
  caravan config
  caravan config --changed
  CARAVAN_PORT=8080 caravan config --json | jq 'select(.env == "CARAVAN_PORT")'

Passwords in addresses are shown as ***. Exit codes: 0 all settings are valid, 2 one is not.`,
    )
    .action((options: { changed?: boolean; json?: boolean }) => {
      const all = configFrom().describe();
      const shown = options.changed ? all.filter(({ source }) => source !== 'default') : all;
      process.stdout.write(options.json ? shown.map(asJson).join('') : shown.map(asText).join(''));
    });
}

const asJson = ({ env, value, source, default: initial, kind, secret, meaning }: DescribedSetting): string =>
  `${JSON.stringify({ env, value: value ?? null, source, default: initial ?? null, kind, secret, meaning })}\n`;

const asText = ({ env, value, source, meaning }: DescribedSetting): string => {
  const shown = Array.isArray(value) ? value.join(',') : String(value ?? '');
  return `${env}=${shown}  (${source})\n    ${meaning}\n`;
};
