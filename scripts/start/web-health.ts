import { setTimeout as delay } from 'node:timers/promises';
import { errorText, SetupError } from '../setup-error';

const READY_WITHIN_MS = 120_000;
const POLL_MS = 250;

/**
 * Returns when the web server says that it is well.
 *
 * @param ended  Settles when the server's process ends, which makes waiting pointless.
 */
export async function waitForHealth(
  address: string,
  ended: Promise<string>,
  { signal, logFile }: Readonly<{ signal: AbortSignal; logFile: string | undefined }>,
): Promise<void> {
  let end: string | undefined;
  ended.then((how) => {
    end = how;
  });
  let answer = 'no answer';
  for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until; await delay(POLL_MS, undefined, { signal })) {
    if (end !== undefined) throw failure(`The web server stopped while it started (${end})`, logFile);
    answer = await askHealth(`${address}/api/health`);
    if (answer === 'well') return;
  }
  throw failure(`The web server was not well after ${READY_WITHIN_MS / 1_000} s (${answer})`, logFile);
}

async function askHealth(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    return response.ok ? 'well' : `${response.status} ${(await response.text()).slice(0, 200)}`;
  } catch (error) {
    return errorText(error);
  }
}

function failure(happened: string, logFile: string | undefined): SetupError {
  return new SetupError(`${happened}.`, logFile === undefined ? 'See above.' : `Its log is ${logFile}.`);
}
