import type { Command } from 'commander';
import type { StartOptions } from '../start/settings';

export function registerStart(program: Command): void {
  program
    .command('start')
    .description('start everything: database, migrations, web server and workers')
    .option('--port <number>', 'port of the web server (PORT, 3000)')
    .option('--host <address>', 'address the web server listens on (HOST, 127.0.0.1)')
    .option('--workers <count>', 'number of worker processes (WINNOW_WORKERS, 1)')
    .option('--data-dir <folder>', 'where everything is kept (WINNOW_DATA_DIR, data)')
    .option('--dev', 'run the development server, which reloads what you edit')
    .option('--verbose', 'show what web server and workers print instead of writing it to logs/ in the data folder')
    .action(async (options: StartOptions) => {
      const [{ readStartSettings }, { supervise }, { printProgress }] = await Promise.all([
        import('../start/settings'),
        import('../start/supervisor'),
        import('../start/progress'),
      ]);
      await supervise(readStartSettings(options), printProgress());
    });
}
