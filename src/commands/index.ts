import type { Command } from 'commander';
import { addAudit } from './audit.ts';
import { addConfig } from './config.ts';
import { addDeliveries } from './deliveries.ts';
import { addDoctor } from './doctor.ts';
import { addKeys } from './keys.ts';
import { addMigrate } from './migrate.ts';
import { addPlaces } from './places.ts';
import { addSimulate } from './simulate.ts';
import { addMap } from './map.ts';
import { addStart } from './start.ts';
import { addToken } from './token.ts';
import { addWhere } from './where.ts';

/** Every subcommand, in the order of `caravan --help`. */
export function addCommands(program: Command): void {
  addStart(program);
  addMigrate(program);
  addConfig(program);
  addDoctor(program);
  addToken(program);
  addSimulate(program);
  addPlaces(program);
  addDeliveries(program);
  addKeys(program);
  addAudit(program);
  addWhere(program);
  addMap(program);
}
