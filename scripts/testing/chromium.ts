import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { SetupError } from '../setup-error';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The browser of this machine; Playwright's own is a download from outside the package registries. */
export function findChromium(): string | undefined {
  const chosen = process.env.CHROME_PATH;
  if (chosen && !existsSync(chosen)) {
    throw new SetupError(`CHROME_PATH names ${chosen}, which is not there.`, 'Correct it, or leave it out.');
  }
  return chosen || PLACES.find((path) => existsSync(path));
}

/** Installs Debian's chromium where that needs nobody's password, else says what to do. */
export function ensureChromium(): void {
  if (findChromium()) return;
  const installer = aptGet();
  if (installer) {
    console.log('  No Chromium is installed; installing it with apt-get');
    installer('update');
    const failure = installer('install', '--yes', '--no-install-recommends', 'chromium');
    if (findChromium()) return;
    throw noBrowser(`apt-get could not install it: ${failure}`);
  }
  throw noBrowser('this user may not install it');
}

type AptGet = (...args: string[]) => string;

function aptGet(): AptGet | undefined {
  if (!existsSync('/usr/bin/apt-get')) return undefined;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && spawnSync('sudo', ['--non-interactive', 'true']).status !== 0) return undefined;
  const [program = '', ...prefix] = isRoot ? ['apt-get'] : ['sudo', '--non-interactive', 'apt-get'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return (...args) => spawnSync(program, [...prefix, ...args], { encoding: 'utf8', env }).stderr.trim();
}

function noBrowser(reason: string): SetupError {
  return new SetupError(
    `The browser journeys need Chromium, and ${reason}.`,
    'Install it (on Debian and Ubuntu: sudo apt-get install chromium), or name a Chrome or Chromium in CHROME_PATH.',
  );
}

/** No sandbox for root, whom Chromium refuses otherwise; nothing that calls home. */
export function chromiumArguments(): string[] {
  return [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
  ];
}
