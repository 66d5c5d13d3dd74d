const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The first signal asks for an orderly stop; a second one of a person who cannot wait calls `onImpatience`.
 * Until `release` no signal ends the process by itself.
 */
export function onStopSignals(onImpatience: () => void): Readonly<{ signal: AbortSignal; release: () => void }> {
  const stop = new AbortController();
  const receive = () => (stop.signal.aborted ? onImpatience() : stop.abort());
  for (const name of STOP_SIGNALS) process.on(name, receive);
  const release = () => {
    for (const name of STOP_SIGNALS) process.off(name, receive);
  };
  return { signal: stop.signal, release };
}
