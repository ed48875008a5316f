import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// What was compiled and stripped of its types once is not again: half of the start, and no TypeScript parser in memory.
// Where the folder cannot be written nothing is kept, and all goes on. NODE_COMPILE_CACHE chooses another.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/caravan', import.meta.url)));
await import('./commands/program.ts');
