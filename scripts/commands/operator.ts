import type { Command } from 'commander';
import { SetupError } from '../setup-error';

type OperatorOptions = Readonly<{ dataDir?: string; remove?: boolean }>;

/** Whoever has a shell on the server may appoint: the operator who left cannot. */
export function registerOperator(program: Command): void {
  program
    .command('operator')
    .description('let an account look after this installation, its models above all (the first account does)')
    .argument('<email>', 'address of an account that exists')
    .option('--remove', 'take it back; at least one operator stays')
    .option('--data-dir <folder>', 'where everything is kept (WINNOW_DATA_DIR, data)')
    .action(async (email: string, options: OperatorOptions) => {
      const { withDatabase } = await import('../start/with-database');
      const isOperator = !options.remove;
      const outcome = await withDatabase(options, ({ url }) => change(url, email, isOperator));
      if (outcome === 'unknown') {
        throw new SetupError(
          `There is no account with the address ${email}.`,
          'Invite them first, or check the spelling.',
        );
      }
      if (outcome === 'last') {
        throw new SetupError(`${email} is the only operator.`, 'Appoint another one first: winnow operator <email>.');
      }
      console.log(`${email} is ${isOperator ? 'an' : 'no'} operator${isOperator ? '' : ' any more'}.`);
    });
}

async function change(url: string, email: string, isOperator: boolean) {
  process.env.DATABASE_URL = url;
  const { closeDatabase, inTransaction } = await import('@/prisma/client');
  const { setOperator } = await import('@/prisma/queries/users');
  try {
    return await inTransaction((tx) => setOperator(tx, email.trim().toLowerCase(), isOperator));
  } finally {
    await closeDatabase();
  }
}
