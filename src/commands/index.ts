import type { Command } from 'commander';
import { addStart } from './start.ts';
import { addToken } from './token.ts';
import { addWhere } from './where.ts';

/** Every subcommand, in the order of `caravan --help`. */
export function addCommands(program: Command): void {
  addStart(program);
  addToken(program);
  addWhere(program);
}
