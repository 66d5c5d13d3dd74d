import type { Command } from 'commander';

type MigrateOptions = Readonly<{ dataDir?: string }>;

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database up to date (start does it too)')
    .option('--data-dir <folder>', 'where everything is kept (WINNOW_DATA_DIR, data)')
    .action(async (options: MigrateOptions) => {
      const { withDatabase } = await import('../start/with-database');
      const { bringUpToDate } = await import('../start/database');
      await withDatabase(options, ({ url }) => bringUpToDate(url));
      console.log('The database is up to date.');
    });
}
