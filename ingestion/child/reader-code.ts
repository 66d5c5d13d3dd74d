import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ENTRY = fileURLToPath(new URL('./parse-process.ts', import.meta.url));
const codes = new Map<string, Promise<string>>();

/**
 * The reading process's modules as one plain script, made once a process and kept in memory.
 *
 * Why not the loader of TypeScript in the child: it writes a cache and starts a process of its own, so neither could be
 * forbidden there, and it takes most of the child's start-up. Packages stay outside and are loaded where the script asks
 * for them, after it has locked itself down.
 *
 * @param entry  Module that runs in the child.
 */
export function readerCode(entry = ENTRY): Promise<string> {
  const known = codes.get(entry);
  if (known !== undefined) return known;
  const code = bundle(entry);
  codes.set(entry, code);
  // The next reading tries again.
  code.catch(() => codes.delete(entry));
  return code;
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    // A script loads its packages where it comes to them; a module would load them before its own first line.
    format: 'cjs',
    packages: 'external',
    absWorkingDir: ROOT,
    tsconfig: `${ROOT}tsconfig.json`,
    define: { 'import.meta.url': 'readerUrl' },
    banner: { js: "const readerUrl = require('node:url').pathToFileURL(process.cwd() + '/').href;" },
    logLevel: 'silent',
  });
  await stop();
  return outputFiles[0]?.text ?? '';
}
