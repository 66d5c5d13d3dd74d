import { performance } from 'node:perf_hooks';

const SHOWN_FROM_MS = 1_000;

export type Progress = Readonly<{
  /** Runs one step between its line and the time it took. */
  step: <T>(doing: string, work: () => T | Promise<T>) => Promise<T>;
  print: (line: string) => void;
}>;

/** One line a step, written when the step begins, so that a start which hangs shows where. */
export function printProgress(write: (text: string) => void = (text) => process.stdout.write(text)): Progress {
  return {
    print: (line) => write(`  ${line}\n`),
    step: async (doing, work) => {
      write(`• ${doing}\n`);
      const startedAt = performance.now();
      const result = await work();
      const tookMs = performance.now() - startedAt;
      if (tookMs >= SHOWN_FROM_MS) write(`  done in ${(tookMs / 1_000).toFixed(1)} s\n`);
      return result;
    },
  };
}
