import { Command } from 'commander';
import { addCommands } from './index.ts';
import { explainFailure } from './failure.ts';

const program = new Command('caravan')
  .description('One platform for companies that move things.')
  .showHelpAfterError()
  .addHelpText(
    'after',
    `
Examples:
  caravan start --port 8080 --data ./data
  caravan token --role dispatcher
  caravan deliveries import orders.csv --dry-run
  caravan where 'POST /v1/deliveries'

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 3 the data folder or port is in use, 4 some rows were refused, 5 migrations wait.`,
  );
addCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  const { sentence, exitCode } = explainFailure(error);
  process.stderr.write(`${sentence}\n`);
  process.exit(exitCode);
}
