import type { Command } from 'commander';

export function registerBuild(program: Command): void {
  program
    .command('build')
    .description('build the web server for production, as start does when no build is fresh')
    .action(async () => {
      const { buildForProduction, hasFreshBuild } = await import('../start/production-build');
      if (hasFreshBuild()) return console.log('The production build is fresh.');
      await buildForProduction();
      console.log('Built.');
    });
}
