import { type HostileRequest, tryAll } from '@/ingestion/testing/hostile-attempts';

// Without the lock-down, so that a test sees what the other layers hold by themselves.
// An attempt that fails later than it was waited for.
process.on('uncaughtException', () => undefined);
process.on('message', async (request: HostileRequest) => {
  process.send?.(await tryAll(request, String(process.argv[3])));
});
