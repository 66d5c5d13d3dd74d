const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PARENT_CHECK_MS = 500;

/**
 * The first signal asks for an orderly stop; a second one of a person who cannot wait calls `onImpatience`.
 * Until `release` no signal ends the process by itself.
 */
export function onStopSignals(onImpatience: () => void): Readonly<{ signal: AbortSignal; release: () => void }> {
  const stop = new AbortController();
  const receive = () => (stop.signal.aborted ? onImpatience() : stop.abort());
  for (const name of STOP_SIGNALS) process.on(name, receive);
  const forgetNpm = onEndOfNpm(() => stop.abort());
  const release = () => {
    forgetNpm();
    for (const name of STOP_SIGNALS) process.off(name, receive);
  };
  return { signal: stop.signal, release };
}

/** npm and npx run a shell that runs us; they pass SIGTERM to the shell, which ends without a word to us. */
function onEndOfNpm(stop: () => void): () => void {
  if (process.env.npm_lifecycle_event === undefined) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => process.ppid !== parent && stop(), PARENT_CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
