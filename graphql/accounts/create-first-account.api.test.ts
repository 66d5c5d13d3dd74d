import { expect, it } from 'vitest';
import { createFirstAccount } from '@/graphql/accounts/create-first-account';
import { isPassword } from '@/graphql/accounts/password-hash';
import { getDatabase } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const input = {
  email: ' Ada.Lovelace@Example.org ',
  name: 'Ada Lovelace',
  password: 'seven herons over the marsh',
  teamName: 'Trial watchers',
};

it('refuses what no account may be made of, and stays open', async () => {
  const refused: [Partial<typeof input>, string, string][] = [
    [{ email: 'ada' }, 'email', 'INVALID'],
    [{ email: ' ' }, 'email', 'REQUIRED'],
    [{ name: '\t ' }, 'name', 'REQUIRED'],
    [{ teamName: 'x'.repeat(101) }, 'teamName', 'TOO_LONG'],
    [{ password: 'password1234' }, 'password', 'WEAK_PASSWORD'],
  ];
  for (const [part, field, code] of refused) {
    await expect(createFirstAccount({ ...input, ...part })).rejects.toMatchObject({ code, field: [field] });
  }
  expect(await getDatabase().user.count()).toBe(0);
});

it('makes one account of many asked for at once, with its team, its role and its record', async () => {
  const attempts = await Promise.allSettled(
    Array.from({ length: 8 }, (_, index) => createFirstAccount({ ...input, email: `ada${index}@example.org` })),
  );
  expect(attempts.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(1);
  for (const attempt of attempts) {
    if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ code: 'CONFLICT' });
  }
  const users = await getDatabase().user.findMany({ include: { memberships: { include: { team: true } } } });
  expect(users).toHaveLength(1);
  expect(users[0]?.memberships).toMatchObject([{ role: 'OWNER', team: { name: 'Trial watchers' } }]);
  expect(await isPassword(users[0]?.passwordHash ?? '', input.password)).toBe(true);
  expect(users[0]?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await getDatabase().auditEvent.findMany({ select: { action: true, actorId: true } })).toEqual([
    { action: 'team.created', actorId: users[0]?.id },
  ]);
});

it('is closed for good once there is an account', async () => {
  await expect(createFirstAccount(input)).rejects.toMatchObject({ code: 'CONFLICT' });
});
