/** `npm test`: everything that must hold, one step after another (scripts/checks). */
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
const { runChecks } = await import('./checks/run-checks.ts');
process.exitCode = await runChecks(process.argv.slice(2));
