import { fileURLToPath } from 'node:url';

/** Where package.json lies; commands work from here whatever folder they are called in. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
