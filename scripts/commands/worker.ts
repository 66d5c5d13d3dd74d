import type { Command } from 'commander';

type WorkerOptions = Readonly<{ dataDir?: string }>;

export function registerWorker(program: Command): void {
  program
    .command('worker')
    .description('run one more worker, on this machine or another that shares DATABASE_URL and the file store')
    .option('--data-dir <folder>', 'where everything is kept (WINNOW_DATA_DIR, data)')
    .action(async (options: WorkerOptions) => {
      const { runWorker } = await import('../start/run-worker');
      process.exitCode = await runWorker(options);
    });
}
