/**
 * Loaded into web and worker before their own code: they go when the supervisor goes, also when it was killed, and
 * they go in time although a browser may hold an event stream open for hours. Node hands `--import` on to what they
 * fork themselves (`next dev` forks its server and tells it by that channel what to do): only the supervisor's own
 * children let go of theirs.
 */
const GRACE_MS = Number(process.env.WINNOW_STOP_GRACE_MS ?? 10_000);

const isOwnChild = process.ppid === Number(process.env.WINNOW_SUPERVISOR_PID);
if (process.channel && isOwnChild) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref(); // the listener alone would keep the process running
}
process.once('SIGTERM', () => setTimeout(() => process.exit(143), GRACE_MS).unref());
