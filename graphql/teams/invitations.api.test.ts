import { describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { acceptInvitation } from '@/graphql/teams/accept-invitation';
import { changeMemberRole } from '@/graphql/teams/change-member-role';
import { findInvitation } from '@/graphql/teams/find-invitation';
import { inviteMember } from '@/graphql/teams/invite-member';
import { previewInvitation } from '@/graphql/teams/preview-invitation';
import { removeMember } from '@/graphql/teams/remove-member';
import { revokeInvitation } from '@/graphql/teams/revoke-invitation';
import {
  createPerson,
  createTeamWith,
  PASSWORD,
  type Person,
  provideAuthSettings,
  requestOf,
} from '@/graphql/testing/people';
import { getDatabase } from '@/prisma/client';
import type { Role } from '@/prisma/generated/enums';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
provideAuthSettings();

async function invite(inviter: Person, teamId: string, role: Role, email: string | null = null) {
  const input = { teamId: toGlobalId('Team', teamId), role, email };
  const { invitation, link } = await inviteMember(requestOf(inviter), input);
  expect(link).toMatch(/^http:\/\/winnow\.test:3000\/invite\/[A-Za-z0-9_-]{43}$/);
  return { invitation, secret: link?.split('/').at(-1) ?? '' };
}

const roleOf = async (teamId: string, person: Person) =>
  (await getDatabase().membership.findUnique({ where: { teamId_userId: { teamId, userId: person.id } } }))?.role ??
  null;

const expire = (id: string) => getDatabase().invitation.update({ where: { id }, data: { expiresAt: new Date() } });

describe('an invitation link', () => {
  it('shows its bearer what it is for, and lets a signed-in person join with its role, once', async () => {
    const { teamId, people } = await createTeamWith('OWNER');
    const [owner] = people as [Person];
    const { invitation, secret } = await invite(owner, teamId, 'REVIEWER');
    expect(await previewInvitation(secret)).toMatchObject({
      teamName: 'Trial watchers',
      role: 'REVIEWER',
      email: null,
      invitedByName: owner.name,
      status: 'OPEN',
    });
    const guest = await createPerson();
    const joined = await acceptInvitation(requestOf(guest), { secret });
    expect(joined).toMatchObject({ team: { id: teamId }, user: guest });
    expect(await roleOf(teamId, guest)).toBe('REVIEWER');
    expect((await previewInvitation(secret))?.status).toBe('ACCEPTED');
    const again = await acceptInvitation(requestOf(guest), { secret });
    expect(again.team.id).toBe(teamId);
    await expect(acceptInvitation(requestOf(await createPerson()), { secret })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const actions = await getDatabase().auditEvent.findMany({ where: { teamId }, orderBy: { sequence: 'asc' } });
    expect(actions).toMatchObject([
      { action: 'member.invited', actorId: owner.id, subjectId: invitation.id },
      { action: 'member.joined', actorId: guest.id, subjectId: guest.id, details: { from: null, to: 'REVIEWER' } },
    ]);
  });

  it('makes one member of one person who accepts many times at once, and one of many persons', async () => {
    const { teamId, people } = await createTeamWith('OWNER');
    const first = await invite(people[0] as Person, teamId, 'VIEWER');
    const guest = await createPerson();
    await Promise.all([1, 2, 3, 4].map(() => acceptInvitation(requestOf(guest), { secret: first.secret })));
    const second = await invite(people[0] as Person, teamId, 'VIEWER');
    const others = await Promise.all([1, 2, 3].map(() => createPerson()));
    const attempts = others.map((other) => acceptInvitation(requestOf(other), { secret: second.secret }));
    const outcomes = (await Promise.allSettled(attempts)).map((attempt) => attempt.status);
    expect(outcomes.filter((outcome) => outcome === 'fulfilled')).toHaveLength(1);
    expect(await getDatabase().membership.count({ where: { teamId } })).toBe(3);
  });

  it('is kept only as a hash', async () => {
    const { teamId, people } = await createTeamWith('OWNER');
    const { invitation, secret } = await invite(people[0] as Person, teamId, 'VIEWER');
    const row = await getDatabase().invitation.findUniqueOrThrow({ where: { id: invitation.id } });
    expect(row.tokenHash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(row)).not.toContain(secret);
  });

  it('answers what is wrong with it: forged, run out, taken back', async () => {
    const { teamId, people } = await createTeamWith('OWNER');
    const [owner] = people as [Person];
    const guest = await createPerson();
    for (const forged of ['', 'x', 'A'.repeat(43), '../../etc']) {
      expect(await previewInvitation(forged)).toBeNull();
      await expect(acceptInvitation(requestOf(guest), { secret: forged })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    const late = await invite(owner, teamId, 'VIEWER');
    await expire(late.invitation.id);
    await expect(acceptInvitation(requestOf(guest), late)).rejects.toMatchObject({ code: 'EXPIRED' });
    expect((await previewInvitation(late.secret))?.status).toBe('EXPIRED');

    const back = await invite(owner, teamId, 'VIEWER');
    const invitationId = toGlobalId('Invitation', back.invitation.id);
    await revokeInvitation(requestOf(owner), { invitationId });
    await revokeInvitation(requestOf(owner), { invitationId });
    await expect(acceptInvitation(requestOf(guest), back)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await previewInvitation(back.secret))?.status).toBe('REVOKED');
    expect(await roleOf(teamId, guest)).toBeNull();
    expect(await getDatabase().auditEvent.count({ where: { teamId, action: 'invitation.revoked' } })).toBe(1);
  });

  it('made for one address lets only that address in, however it is written', async () => {
    const { teamId, people } = await createTeamWith('OWNER');
    const ada = await createPerson({ email: 'ada@example.org' });
    const { secret } = await invite(people[0] as Person, teamId, 'ADMIN', ' Ada@Example.ORG ');
    const stranger = await createPerson();
    await expect(acceptInvitation(requestOf(stranger), { secret })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await acceptInvitation(requestOf(ada), { secret });
    expect(await roleOf(teamId, ada)).toBe('ADMIN');
  });

  it('leaves a member the higher of two roles, and is not used up by one who gains nothing', async () => {
    const { teamId, people } = await createTeamWith('OWNER', 'VIEWER');
    const [owner, viewer] = people as [Person, Person];
    const { secret } = await invite(owner, teamId, 'REVIEWER');
    await acceptInvitation(requestOf(owner), { secret });
    expect(await roleOf(teamId, owner)).toBe('OWNER');
    await acceptInvitation(requestOf(viewer), { secret });
    expect(await roleOf(teamId, viewer)).toBe('REVIEWER');
  });
});

describe('an invitation without an account', () => {
  const account = { name: 'Mary Anning', password: PASSWORD };

  it('makes the account and joins', async () => {
    const { teamId, people } = await createTeamWith('OWNER');
    const { secret } = await invite(people[0] as Person, teamId, 'REVIEWER');
    const { user } = await acceptInvitation(requestOf(null), { secret, ...account, email: 'Mary@Example.org' });
    expect(user).toMatchObject({ name: 'Mary Anning', email: 'mary@example.org' });
    expect(await roleOf(teamId, user)).toBe('REVIEWER');
  });

  it('refuses an address that has an account, a weak password, a missing name and another address', async () => {
    const { teamId, people } = await createTeamWith('OWNER');
    const { secret } = await invite(people[0] as Person, teamId, 'VIEWER');
    const known = await createPerson();
    const attempts: [object, string, string][] = [
      [{ ...account, email: known.email }, 'TAKEN', 'email'],
      [{ ...account, email: 'new@example.org', password: 'short' }, 'WEAK_PASSWORD', 'password'],
      [{ ...account, email: 'new@example.org', password: null }, 'REQUIRED', 'password'],
      [{ ...account, email: 'new@example.org', name: '' }, 'REQUIRED', 'name'],
      [account, 'REQUIRED', 'email'],
    ];
    for (const [input, code, field] of attempts) {
      await expect(acceptInvitation(requestOf(null), { secret, ...input })).rejects.toMatchObject({
        code,
        field: [field],
      });
    }
    const bound = await invite(people[0] as Person, teamId, 'VIEWER', 'bound@example.org');
    await expect(
      acceptInvitation(requestOf(null), { secret: bound.secret, ...account, email: 'other@example.org' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await previewInvitation(secret))?.status).toBe('OPEN');
    expect(await getDatabase().membership.count({ where: { teamId } })).toBe(1);
  });
});

describe('who may invite', () => {
  it('owners and admins, and only owners to owner', async () => {
    const { teamId, people } = await createTeamWith('OWNER', 'ADMIN', 'REVIEWER', 'VIEWER');
    const [owner, admin, reviewer, viewer] = people as [Person, Person, Person, Person];
    await invite(owner, teamId, 'OWNER');
    await invite(admin, teamId, 'ADMIN');
    const denied: [Person, Role, string][] = [
      [admin, 'OWNER', 'FORBIDDEN'],
      [reviewer, 'VIEWER', 'FORBIDDEN'],
      [viewer, 'VIEWER', 'FORBIDDEN'],
      [await createPerson(), 'VIEWER', 'NOT_FOUND'],
    ];
    for (const [person, role, code] of denied) {
      const input = { teamId: toGlobalId('Team', teamId), role };
      await expect(inviteMember(requestOf(person), input)).rejects.toMatchObject({ code });
    }
  });

  it('keeps invitations of another team unseen', async () => {
    const { teamId, people } = await createTeamWith('OWNER', 'REVIEWER');
    const { invitation } = await invite(people[0] as Person, teamId, 'VIEWER');
    const stranger = (await createTeamWith('OWNER')).people[0] as Person;
    await expect(findInvitation(requestOf(stranger), invitation.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(findInvitation(requestOf(people[1] as Person), invitation.id)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const input = { invitationId: toGlobalId('Invitation', invitation.id) };
    await expect(revokeInvitation(requestOf(stranger), input)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('takes back the links of a member who is removed or may no longer give that role', async () => {
    const { teamId, people } = await createTeamWith('OWNER', 'OWNER', 'ADMIN');
    const [owner, second, admin] = people as [Person, Person, Person];
    const ids = { teamId: toGlobalId('Team', teamId) };
    const backDoor = await invite(admin, teamId, 'ADMIN');
    await removeMember(requestOf(owner), { ...ids, userId: toGlobalId('User', admin.id) });
    await expect(acceptInvitation(requestOf(admin), backDoor)).rejects.toMatchObject({ code: 'CONFLICT' });

    const asOwner = await invite(second, teamId, 'OWNER');
    const asReviewer = await invite(second, teamId, 'REVIEWER');
    await changeMemberRole(requestOf(owner), { ...ids, userId: toGlobalId('User', second.id), role: 'ADMIN' });
    expect((await previewInvitation(asOwner.secret))?.status).toBe('REVOKED');
    expect((await previewInvitation(asReviewer.secret))?.status).toBe('OPEN');
  });
});

it('is the same invitation and link for a repeated idempotency key, without the secret being stored', async () => {
  const { teamId, people } = await createTeamWith('OWNER');
  const input = { teamId: toGlobalId('Team', teamId), role: 'VIEWER' as const, idempotencyKey: 'invite-1' };
  const first = await inviteMember(requestOf(people[0] as Person), input);
  const second = await inviteMember(requestOf(people[0] as Person), input);
  expect(second.invitation.id).toBe(first.invitation.id);
  expect(second.link).toBe(first.link);
  expect(second.wasMailed).toBeNull();
  const kept = await getDatabase().idempotentRequest.findMany();
  expect(JSON.stringify(kept)).not.toContain(first.link?.split('/').at(-1));
  expect(await getDatabase().invitation.count({ where: { teamId } })).toBe(1);
});
