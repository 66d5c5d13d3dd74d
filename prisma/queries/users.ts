import type { Database } from '@/prisma/client';
import { lockName } from './locks';

export interface Credentials {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly sessionVersion: number;
  readonly disabledAt: Date | null;
}

const CREDENTIALS = {
  id: true,
  email: true,
  name: true,
  passwordHash: true,
  sessionVersion: true,
  disabledAt: true,
} as const;
const SHOWN = { id: true, name: true, email: true } as const;

/** What sign-in compares a password with; `email` in its normal form. */
export function findCredentialsByEmail(db: Database, email: string): Promise<Credentials | null> {
  return db.user.findUnique({ where: { email }, select: CREDENTIALS });
}

export function findCredentials(db: Database, userId: string): Promise<Credentials | null> {
  return db.user.findUnique({ where: { id: userId }, select: CREDENTIALS });
}

/** The person a session speaks for, or null once it was ended or the account disabled. */
export function findSessionUser(db: Database, userId: string, sessionVersion: number) {
  return db.user.findFirst({ where: { id: userId, sessionVersion, disabledAt: null }, select: SHOWN });
}

/** Whether an account, while it is not disabled, looks after the installation. */
export async function isOperator(db: Database, userId: string): Promise<boolean> {
  const user = await db.user.findFirst({
    where: { id: userId, isOperator: true, disabledAt: null },
    select: { id: true },
  });
  return user !== null;
}

/** Appoints an operator, or takes it back; never from the last one. */
export async function setOperator(
  tx: Database,
  email: string,
  isOperator: boolean,
): Promise<'done' | 'unknown' | 'last'> {
  await lockName(tx, 'operators');
  const user = await tx.user.findUnique({ where: { email }, select: { id: true } });
  if (!user) return 'unknown';
  const others = await tx.user.count({ where: { isOperator: true, disabledAt: null, id: { not: user.id } } });
  if (!isOperator && others === 0) return 'last';
  await tx.user.update({ where: { id: user.id }, data: { isOperator }, select: { id: true } });
  return 'done';
}

export async function hasAnyUser(db: Database): Promise<boolean> {
  return (await db.user.findFirst({ select: { id: true } })) !== null;
}

/** The new user, or null when the address has an account already. */
export async function insertUser(
  db: Database,
  user: {
    readonly email: string;
    readonly name: string;
    readonly passwordHash: string;
    readonly isOperator?: boolean;
  },
) {
  const [row] = await db.user.createManyAndReturn({ data: [user], skipDuplicates: true, select: SHOWN });
  return row ?? null;
}

export function renameUser(db: Database, userId: string, name: string) {
  return db.user.update({ where: { id: userId }, data: { name }, select: SHOWN });
}

/** Sets a new password and ends every session; null when the password was changed by someone else meanwhile. */
export async function replacePassword(
  db: Database,
  user: { readonly id: string; readonly passwordHash: string },
  newHash: string,
) {
  const [row] = await db.user.updateManyAndReturn({
    where: { id: user.id, passwordHash: user.passwordHash },
    data: { passwordHash: newHash, sessionVersion: { increment: 1 } },
    select: SHOWN,
  });
  return row ?? null;
}

export function endSessions(db: Database, userId: string) {
  return db.user.update({ where: { id: userId }, data: { sessionVersion: { increment: 1 } }, select: SHOWN });
}

/** A person seen by another: oneself, or a member of a team in common. */
export function findVisibleUser(db: Database, viewerId: string, userId: string) {
  return db.user.findFirst({
    where: {
      id: userId,
      OR: [{ id: viewerId }, { memberships: { some: { team: { memberships: { some: { userId: viewerId } } } } } }],
    },
    select: SHOWN,
  });
}
