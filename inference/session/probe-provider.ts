import { fileURLToPath } from 'node:url';
import { forkModule } from '../process/fork-module';
import type { ProviderName } from '../results';
import { chooseProvider, providerUnavailable } from './providers';

export interface ProbeResult {
  readonly isWorking: boolean;
  /** What ONNX Runtime says, or how the process ended. */
  readonly reason: string;
}

export type ToProbe = { readonly provider: ProviderName };

const PROBE_PROCESS = fileURLToPath(new URL('./probe-process.ts', import.meta.url));
/** A driver that wakes a sleeping card and compiles its first kernels takes some seconds; a hung one takes for ever. */
const LONGEST_MS = 90_000;

/**
 * Computes one sum on a provider, with no way back to the CPU, in a process of its own: a provider whose files look
 * right may still end the process that loads it.
 *
 * @param processModule  Another module for the process; for tests that make it fail for real.
 */
export function probeProvider(provider: ProviderName, processModule = PROBE_PROCESS): Promise<ProbeResult> {
  const child = forkModule(processModule, { isQuiet: true });
  const patience = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
  return new Promise<ProbeResult>((resolve) => {
    const fail = (reason: string) => resolve({ isWorking: false, reason });
    child.once('message', (result: ProbeResult) => resolve(result));
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => fail(`trying it ended the process (${signal ?? `exit code ${code}`})`));
    child.send({ provider } satisfies ToProbe);
  }).finally(() => {
    clearTimeout(patience);
    child.kill('SIGKILL');
  });
}

const working = new Map<ProviderName, Promise<ProbeResult>>();

/**
 * `chooseProvider`, and the chosen one has computed something; tried once in this process.
 *
 * @throws InferenceError PROVIDER_UNAVAILABLE with the reason.
 */
export async function chooseWorkingProvider(forced: ProviderName | undefined): Promise<ProviderName> {
  const provider = chooseProvider(forced);
  if (provider === 'cpu') return provider;
  const probe = working.get(provider) ?? probeProvider(provider);
  working.set(provider, probe);
  const { isWorking, reason } = await probe;
  if (isWorking) return provider;
  // Somebody may mend it while this process runs.
  working.delete(provider);
  throw providerUnavailable(provider, reason);
}
