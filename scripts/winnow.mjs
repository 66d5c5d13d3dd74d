#!/usr/bin/env node
/** The one command. Its TypeScript is loaded by tsx, so there is nothing to build before it runs. */
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`winnow: Node ${process.versions.node} is too old; Winnow needs 20.19 or newer.`);
  process.exit(1);
}

try {
  const { register } = await import('tsx/esm/api');
  register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('winnow: the packages are not installed. Run `npm ci` in the folder of package.json first.');
  process.exit(1);
}
const { runCommandLine } = await import('./command-line.ts');
process.exitCode = await runCommandLine(process.argv);
