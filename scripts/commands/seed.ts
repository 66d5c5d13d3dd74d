import type { Command } from 'commander';
import { SetupError } from '../setup-error';

/** For developers: documents, scores and overrides made inside the database, to measure and to look at large lists. */
export function registerSeed(program: Command): void {
  program
    .command('seed', { hidden: true })
    .description('make a team with a project of generated documents in the database of DATABASE_URL')
    .requiredOption('--documents <count>', 'how many documents, for instance 1000000')
    .option('--email <address>', 'an account that owns the team, so that the project shows in the browser')
    .action(async ({ documents, email }: { documents: string; email?: string }) => {
      const count = Number(documents);
      if (!Number.isSafeInteger(count) || count < 1) {
        throw new SetupError(`--documents ${documents} is no number of documents.`, 'Give a whole number from 1.');
      }
      if (!process.env.DATABASE_URL) {
        throw new SetupError('DATABASE_URL is not set.', 'Name a migrated database that may be filled.');
      }
      const { closeDatabase, getPool } = await import('@/prisma/client');
      const { addToTeam, generateDocuments, seedProject, seedTeam } = await import('@/prisma/seed');
      try {
        const team = await seedTeam(getPool(), 'Seeded', ['OWNER']);
        if (email && !(await addToTeam(getPool(), team.teamId, email))) {
          throw new SetupError(`There is no account with the address ${email}.`, 'Make it in the browser first.');
        }
        const name = `Seeded ${count}`;
        const project = await seedProject(getPool(), { teamId: team.teamId, name, collections: 4 });
        const [rater = ''] = team.userIds;
        const startedAt = Date.now();
        const onProgress = (made: number) =>
          console.log(`${made} of ${count} documents, ${Math.round((Date.now() - startedAt) / 1000)} s`);
        await generateDocuments(getPool(), project, rater, { count, onProgress });
        console.log(`Project ${project.projectId} has ${count} documents.`);
      } finally {
        await closeDatabase();
      }
    });
}
