import { expect, it } from 'vitest';
import { AppError } from '@/graphql/errors';
import { idempotent } from '@/graphql/idempotency';
import { createPerson, requestOf } from '@/graphql/testing/people';
import { getDatabase } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

/** Work that can be counted: each run makes a team. */
const makeTeam = (name: string) => async (tx: Parameters<Parameters<typeof idempotent>[4]>[0]) => {
  const team = await tx.team.create({ data: { name }, select: { id: true } });
  return { teamId: team.id };
};
const teamsNamed = (name: string) => getDatabase().team.count({ where: { name } });

it('does the work once for a key, also for many requests at once, and gives the first answer again', async () => {
  const person = await createPerson();
  const ask = () => idempotent(requestOf(person), 'makeTeam', 'k-1', { name: 'once' }, makeTeam('once'));
  const answers = await Promise.all([ask(), ask(), ask(), ask()]);
  expect(await teamsNamed('once')).toBe(1);
  expect(answers.filter((answer) => answer.isRepeat)).toHaveLength(3);
  expect(new Set(answers.map((answer) => answer.response.teamId)).size).toBe(1);
});

it('does the work each time without a key', async () => {
  const person = await createPerson();
  await idempotent(requestOf(person), 'makeTeam', null, {}, makeTeam('twice'));
  await idempotent(requestOf(person), 'makeTeam', undefined, {}, makeTeam('twice'));
  expect(await teamsNamed('twice')).toBe(2);
});

it('keeps keys apart by person and by operation', async () => {
  const [ada, ben] = [await createPerson(), await createPerson()];
  await idempotent(requestOf(ada), 'makeTeam', 'shared', {}, makeTeam('apart'));
  await idempotent(requestOf(ben), 'makeTeam', 'shared', {}, makeTeam('apart'));
  await idempotent(requestOf(ada), 'otherOperation', 'shared', {}, makeTeam('apart'));
  expect(await teamsNamed('apart')).toBe(3);
});

it('refuses a key that was used with another input; the order of its fields is no difference', async () => {
  const person = await createPerson();
  const ask = (input: object) => idempotent(requestOf(person), 'makeTeam', 'k-2', input, makeTeam('other'));
  await ask({ a: 1, b: { c: 2, d: 3 } });
  expect((await ask({ b: { d: 3, c: 2 }, a: 1 })).isRepeat).toBe(true);
  await expect(ask({ a: 2 })).rejects.toMatchObject({ code: 'CONFLICT', field: ['idempotencyKey'] });
});

it('remembers nothing of work that was refused', async () => {
  const person = await createPerson();
  const refuse = async () => {
    throw new AppError('CONFLICT', 'not now');
  };
  await expect(idempotent(requestOf(person), 'makeTeam', 'k-3', {}, refuse)).rejects.toThrow('not now');
  const second = await idempotent(requestOf(person), 'makeTeam', 'k-3', {}, makeTeam('retried'));
  expect(second.isRepeat).toBe(false);
});

it('forgets after a day', async () => {
  const person = await createPerson();
  const ask = () => idempotent(requestOf(person), 'makeTeam', 'k-4', {}, makeTeam('daily'));
  await ask();
  const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000 - 1);
  await getDatabase().idempotentRequest.updateMany({ where: { userId: person.id }, data: { createdAt: yesterday } });
  expect((await ask()).isRepeat).toBe(false);
});

it.each([
  ['', 'REQUIRED'],
  ['x'.repeat(201), 'TOO_LONG'],
  ['two words', 'INVALID'],
])('refuses the key %j', async (key, code) => {
  const person = await createPerson();
  await expect(idempotent(requestOf(person), 'makeTeam', key, {}, makeTeam('never'))).rejects.toMatchObject({ code });
});
