import type { Command } from 'commander';
import { ConfigError } from '../platform/config/config.ts';
import { examine } from './doctor/examine.ts';
import type { Finding } from './doctor/finding.ts';
import { configFrom } from './with-database.ts';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'Look for what is wrong with settings, port, disk, data folder and database, and say what to do',
    )
    .option('--port <number>', 'the port that Caravan should listen on')
    .option('--data <folder>', 'folder of the embedded database')
    .option('--json', 'one JSON object a line')
    .addHelpText(
      'after',
      `
Examples:
  caravan doctor
  caravan doctor --data /var/lib/caravan --json
  DATABASE_URL=postgresql://caravan@db/caravan caravan doctor

Exit codes: 0 nothing keeps Caravan from working, 1 something does, 2 wrong settings.`,
    )
    .action(async (options: { port?: string; data?: string; json?: boolean }) => {
      const findings = await lookEverywhere(options);
      const errors = findings.filter(({ severity }) => severity === 'error');
      process.stdout.write(
        options.json ? findings.map((finding) => `${JSON.stringify(finding)}\n`).join('') : asText(findings),
      );
      const onlySettings = errors.length > 0 && errors.every(({ code }) => code === 'SETTING_WRONG');
      process.exitCode = errors.length === 0 ? 0 : onlySettings ? 2 : 1;
    });
}

async function lookEverywhere({ port, data }: { port?: string; data?: string }): Promise<Finding[]> {
  try {
    return await examine(configFrom({ CARAVAN_PORT: port, CARAVAN_DATA: data }));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((sentence) => ({
      code: 'SETTING_WRONG',
      severity: 'error',
      sentence,
      remedy:
        'Correct it in the environment; `caravan config --help` and docs/reference/configuration.md list all settings.',
    }));
  }
}

const marks = { error: 'ERROR  ', warning: 'warning', info: 'info   ' };

function asText(findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ severity, sentence, remedy, code }) =>
      `${marks[severity]}  ${sentence}\n         ${remedy}  (${code})\n`,
  );
  const wrong = findings.some(({ severity }) => severity !== 'info');
  return `${lines.join('')}${wrong ? '' : 'Nothing is wrong.\n'}`;
}
