import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { errorCode, SetupError } from '../setup-error';

/** Whom the server runs as; empty when it runs as the person who starts Winnow. PostgreSQL refuses to run as root. */
export type ServerAccount = Readonly<{ uid?: number; gid?: number }>;

const ACCOUNT_NAME = 'postgres';
const isRoot = () => process.getuid?.() === 0;

/** An existing cluster keeps its owner, so that root and an ordinary user can start the same installation in turn. */
export function chooseServerAccount(clusterFolder: string): ServerAccount {
  if (!isRoot()) return {};
  if (existsSync(clusterFolder)) {
    const { uid, gid } = statSync(clusterFolder);
    if (uid !== 0) return { uid, gid };
  }
  return findAccount() ?? createAccount();
}

/** Whether the account can enter the folder: asked of the system itself, which also knows about ACLs and mounts. */
export function canEnter(account: ServerAccount, folder: string): boolean {
  return runAs(account, '/bin/sh', ['-c', 'cd "$0"', folder]).status === 0;
}

export function runAs(account: ServerAccount, program: string, args: readonly string[]) {
  const result = spawnSync(program, args, {
    ...account,
    cwd: '/', // the caller's own folder may be closed to the account
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', NODE_ENV: process.env.NODE_ENV },
  });
  if (errorCode(result.error) === 'EPERM' && account.uid !== undefined) {
    throw new SetupError(
      `This process is root but may not run a program as another user, and PostgreSQL refuses to run as root.`,
      'Start Winnow as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause: result.error },
    );
  }
  return result;
}

function findAccount(): ServerAccount | undefined {
  const ids = ['-u', '-g'].map((flag) => spawnSync('id', [flag, ACCOUNT_NAME], { encoding: 'utf8' }));
  const [uid, gid] = ids.map(({ status, stdout }) => (status === 0 ? Number.parseInt(stdout, 10) : Number.NaN));
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid, gid } : undefined;
}

function createAccount(): ServerAccount {
  const args = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', ACCOUNT_NAME];
  const { error, stderr } = spawnSync('useradd', args, { encoding: 'utf8' });
  const account = findAccount();
  if (account) return account;
  throw new SetupError(
    `PostgreSQL refuses to run as root, and the system user "${ACCOUNT_NAME}" could not be made: ${error?.message ?? stderr.trim()}.`,
    `Make that user, start Winnow as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}
