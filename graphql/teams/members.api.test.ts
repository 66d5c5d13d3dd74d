import { describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { changeMemberRole } from '@/graphql/teams/change-member-role';
import { createTeam } from '@/graphql/teams/create-team';
import { findTeam } from '@/graphql/teams/find-team';
import { removeMember } from '@/graphql/teams/remove-member';
import { renameTeam } from '@/graphql/teams/rename-team';
import { createPerson, createTeamWith, type Person, requestOf } from '@/graphql/testing/people';
import { getDatabase } from '@/prisma/client';
import type { Role } from '@/prisma/generated/enums';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const ids = (teamId: string, person: Person) => ({
  teamId: toGlobalId('Team', teamId),
  userId: toGlobalId('User', person.id),
});
const change = (by: Person, teamId: string, person: Person, role: Role) =>
  changeMemberRole(requestOf(by), { ...ids(teamId, person), role });
const remove = (by: Person, teamId: string, person: Person) => removeMember(requestOf(by), ids(teamId, person));
const rolesIn = async (teamId: string) =>
  (await getDatabase().membership.findMany({ where: { teamId }, orderBy: { role: 'asc' } })).map(({ role }) => role);

it('makes the one who creates a team its owner, and lets owners and admins rename it', async () => {
  const ada = await createPerson();
  const { team } = await createTeam(requestOf(ada), { name: '  Living review ' });
  expect(team.name).toBe('Living review');
  expect(await rolesIn(team.id)).toEqual(['OWNER']);
  const renamed = await renameTeam(requestOf(ada), { teamId: toGlobalId('Team', team.id), name: 'Vaccines' });
  expect(renamed.team.name).toBe('Vaccines');
  const events = await getDatabase().auditEvent.findMany({ where: { teamId: team.id }, orderBy: { sequence: 'asc' } });
  expect(events.map(({ action, details }) => [action, details])).toEqual([
    ['team.created', { name: 'Living review' }],
    ['team.renamed', { from: 'Living review', to: 'Vaccines' }],
  ]);
});

it.each(['', ' ', 'x'.repeat(101), 'line\nbreak', 'zero\0byte', 'half \ud83d'])('refuses the name %j', async (name) => {
  await expect(createTeam(requestOf(await createPerson()), { name })).rejects.toMatchObject({ field: ['name'] });
});

describe('owners', () => {
  it('stay at least one: the last is neither demoted nor removed nor leaves', async () => {
    const { teamId, people } = await createTeamWith('OWNER', 'ADMIN');
    const [owner] = people as [Person];
    await expect(change(owner, teamId, owner, 'ADMIN')).rejects.toMatchObject({ code: 'LAST_OWNER' });
    await expect(remove(owner, teamId, owner)).rejects.toMatchObject({ code: 'LAST_OWNER' });
    expect(await rolesIn(teamId)).toEqual(['OWNER', 'ADMIN']);
  });

  it('stay at least one when all of them leave at once', async () => {
    const { teamId, people } = await createTeamWith('OWNER', 'OWNER', 'OWNER');
    const outcomes = await Promise.allSettled(people.map((person) => remove(person, teamId, person)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await rolesIn(teamId)).toEqual(['OWNER']);
  });

  it('are made and changed by owners only', async () => {
    const { teamId, people } = await createTeamWith('OWNER', 'OWNER', 'ADMIN', 'VIEWER');
    const [owner, second, admin, viewer] = people as [Person, Person, Person, Person];
    await expect(change(admin, teamId, viewer, 'OWNER')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(change(admin, teamId, admin, 'OWNER')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(change(admin, teamId, second, 'ADMIN')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(remove(admin, teamId, second)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await change(owner, teamId, viewer, 'OWNER');
    await remove(owner, teamId, second);
    expect(await rolesIn(teamId)).toEqual(['OWNER', 'OWNER', 'ADMIN']);
  });
});

describe('members', () => {
  it('are changed and removed by admins, with a record of each change', async () => {
    const { teamId, people } = await createTeamWith('OWNER', 'ADMIN', 'VIEWER');
    const [, admin, viewer] = people as [Person, Person, Person];
    await change(admin, teamId, viewer, 'REVIEWER');
    await change(admin, teamId, viewer, 'REVIEWER');
    await remove(admin, teamId, viewer);
    const events = await getDatabase().auditEvent.findMany({ where: { teamId }, orderBy: { sequence: 'asc' } });
    expect(events).toMatchObject([
      {
        action: 'member.role_changed',
        actorId: admin.id,
        subjectId: viewer.id,
        details: { from: 'VIEWER', to: 'REVIEWER' },
      },
      { action: 'member.removed', actorId: admin.id, subjectId: viewer.id, details: { role: 'REVIEWER' } },
    ]);
  });

  it('without that role change nobody, but may always leave', async () => {
    const { teamId, people } = await createTeamWith('OWNER', 'REVIEWER', 'VIEWER');
    const [, reviewer, viewer] = people as [Person, Person, Person];
    await expect(change(reviewer, teamId, viewer, 'REVIEWER')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(remove(reviewer, teamId, viewer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await remove(viewer, teamId, viewer)).toEqual({ team: null });
    expect(await rolesIn(teamId)).toEqual(['OWNER', 'REVIEWER']);
  });

  it('see nothing of the team from the request after their removal', async () => {
    const { teamId, people } = await createTeamWith('OWNER', 'ADMIN');
    const [owner, admin] = people as [Person, Person];
    expect((await findTeam(requestOf(admin), teamId)).id).toBe(teamId);
    await remove(owner, teamId, admin);
    await expect(findTeam(requestOf(admin), teamId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(change(admin, teamId, owner, 'VIEWER')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('of another team answer as nobody does', async () => {
    const { teamId, people } = await createTeamWith('OWNER');
    const stranger = (await createTeamWith('OWNER')).people[0] as Person;
    const [owner] = people as [Person];
    const nobody = { ...owner, id: '01900000-0000-7000-8000-000000000000' };
    const answers = await Promise.allSettled([
      change(owner, teamId, stranger, 'VIEWER'),
      change(owner, teamId, nobody, 'VIEWER'),
      remove(owner, teamId, stranger),
      remove(owner, teamId, nobody),
    ]);
    const reasons = answers.map((answer) => answer.status === 'rejected' && answer.reason.message);
    expect(new Set(reasons).size).toBe(1);
    expect(reasons[0]).toMatch(/no such member/);
    await expect(change(stranger, teamId, owner, 'VIEWER')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
