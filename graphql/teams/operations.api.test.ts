import { expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { createPerson, createTeamWith, type Person, provideAuthSettings } from '@/graphql/testing/people';
import { getDatabase } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
provideAuthSettings();

const FIRST_ACCOUNT = `mutation ($input: CreateFirstAccountInput!) {
  createFirstAccount(input: $input) { user { name } team { name } userErrors { code field } }
}`;

it('shows a stranger that the first account is missing, takes it, and then is closed', async () => {
  expect(await ask(null, '{ installation { needsFirstAccount } viewer { id } }')).toEqual({
    data: { installation: { needsFirstAccount: true }, viewer: null },
    faults: [],
  });
  const input = { email: 'ada@example.org', name: 'Ada', password: 'seven herons over the marsh', teamName: 'Trials' };
  const weak = await ask(null, FIRST_ACCOUNT, { input: { ...input, password: 'short' } });
  expect(at(weak, 'createFirstAccount')).toEqual({
    user: null,
    team: null,
    userErrors: [{ code: 'WEAK_PASSWORD', field: ['password'] }],
  });
  const made = await ask(null, FIRST_ACCOUNT, { input });
  expect(at(made, 'createFirstAccount')).toEqual({ user: { name: 'Ada' }, team: { name: 'Trials' }, userErrors: [] });
  const again = await ask(null, FIRST_ACCOUNT, { input });
  expect(at(again, 'createFirstAccount.userErrors')).toEqual([{ code: 'CONFLICT', field: null }]);
  expect(at(await ask(null, '{ installation { needsFirstAccount version } }'), 'installation')).toEqual({
    needsFirstAccount: false,
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  });
});

it('reads a team with its people, page by page, and what the viewer may do', async () => {
  const { teamId, people } = await createTeamWith('OWNER', 'ADMIN', 'REVIEWER', 'REVIEWER', 'VIEWER');
  const query = `query ($after: String) { teams { totalCount nodes {
    id viewerRole viewerPermissions
    members(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { role user { name email } since } }
  } } }`;
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page = await ask(people[2]?.id ?? '', query, { after });
    expect(at(page, 'teams.totalCount')).toBe(1);
    expect(at(page, 'teams.nodes.0')).toMatchObject({ id: toGlobalId('Team', teamId), viewerRole: 'REVIEWER' });
    expect(at(page, 'teams.nodes.0.viewerPermissions')).toContain('score:override');
    expect(at(page, 'teams.nodes.0.viewerPermissions')).not.toContain('member:invite');
    seen.push(...at<{ user: Person }[]>(page, 'teams.nodes.0.members.nodes').map(({ user }) => user.email));
    const { hasNextPage, endCursor } = at<{ hasNextPage: boolean; endCursor: string }>(
      page,
      'teams.nodes.0.members.pageInfo',
    );
    after = hasNextPage ? endCursor : null;
  } while (after);
  expect(seen).toHaveLength(5);
  expect(new Set(seen)).toEqual(new Set(people.map(({ email }) => email)));
});

it('invites, takes back and accepts, and shows the record newest first to those who may read it', async () => {
  const { teamId, people } = await createTeamWith('OWNER', 'REVIEWER');
  const [owner, reviewer] = people as [Person, Person];
  const id = toGlobalId('Team', teamId);
  const invite = `mutation ($input: InviteMemberInput!) {
    inviteMember(input: $input) { link wasMailed invitation { id status invitedBy { name } } userErrors { code } }
  }`;
  const made = await ask(owner.id, invite, { input: { teamId: id, role: 'VIEWER' } });
  const secret = at<string>(made, 'inviteMember.link').split('/').at(-1);
  expect(at(made, 'inviteMember.invitation')).toMatchObject({ status: 'OPEN', invitedBy: { name: owner.name } });
  const refused = await ask(reviewer.id, invite, { input: { teamId: id, role: 'VIEWER' } });
  expect(at(refused, 'inviteMember')).toEqual({
    link: null,
    wasMailed: null,
    invitation: null,
    userErrors: [{ code: 'FORBIDDEN' }],
  });

  const open = 'query ($id: ID!) { node(id: $id) { ... on Team { invitations { totalCount nodes { id role } } } } }';
  expect(at(await ask(owner.id, open, { id }), 'node.invitations')).toMatchObject({ totalCount: 1 });
  expect((await ask(reviewer.id, open, { id })).faults).toEqual(['FORBIDDEN']);

  const accept = `mutation ($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) { team { viewerRole } user { id } userErrors { code } }
  }`;
  const guest = await createPerson();
  const joined = await ask(guest.id, accept, { input: { secret } });
  expect(at(joined, 'acceptInvitation')).toMatchObject({ team: { viewerRole: 'VIEWER' }, userErrors: [] });

  const record = `query ($id: ID!, $after: String) { node(id: $id) { ... on Team { auditEvents(first: 1, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { sequence action subjectId actor { name } }
  } } } }`;
  const newest = await ask(owner.id, record, { id });
  expect(at(newest, 'node.auditEvents')).toMatchObject({
    totalCount: 2,
    nodes: [
      { sequence: 2, action: 'member.joined', subjectId: toGlobalId('User', guest.id), actor: { name: guest.name } },
    ],
  });
  const after = at<string>(newest, 'node.auditEvents.pageInfo.endCursor');
  const older = await ask(owner.id, record, { id, after });
  expect(at(older, 'node.auditEvents.nodes.0')).toMatchObject({
    action: 'member.invited',
    subjectId: at(made, 'inviteMember.invitation.id'),
  });
  expect(at(older, 'node.auditEvents.pageInfo.hasNextPage')).toBe(false);
  expect((await ask(reviewer.id, record, { id })).faults).toEqual(['FORBIDDEN']);
});

it('forgets a member within the same request that removed them, and everywhere in the next', async () => {
  const { teamId, people } = await createTeamWith('OWNER', 'ADMIN');
  const [owner, admin] = people as [Person, Person];
  const teamOf = 'query ($id: ID!) { node(id: $id) { id } teams { totalCount } }';
  const variables = { id: toGlobalId('Team', teamId) };
  expect(at(await ask(admin.id, teamOf, variables), 'teams.totalCount')).toBe(1);
  const removed = await ask(
    owner.id,
    `mutation ($input: RemoveMemberInput!) {
      removeMember(input: $input) { team { members { totalCount nodes { user { name } } } } userErrors { code } }
    }`,
    { input: { teamId: variables.id, userId: toGlobalId('User', admin.id) } },
  );
  expect(at(removed, 'removeMember.team.members.nodes')).toEqual([{ user: { name: owner.name } }]);
  expect(await ask(admin.id, teamOf, variables)).toEqual({
    data: { node: null, teams: { totalCount: 0 } },
    faults: [],
  });
});

it('lists the tokens that still work, newest first', async () => {
  const person = await createPerson();
  const create = `mutation ($input: CreateApiTokenInput!) {
    createApiToken(input: $input) { secret apiToken { id name prefix scopes expiresAt lastUsedAt } userErrors { code field } }
  }`;
  for (const name of ['first', 'second', 'third']) {
    const made = await ask(person.id, create, { input: { name, scopes: ['READ'] } });
    expect(at(made, 'createApiToken.secret')).toMatch(/^wnw_/);
  }
  const refused = await ask(person.id, create, { input: { name: '', scopes: ['READ'] } });
  expect(at(refused, 'createApiToken')).toEqual({
    secret: null,
    apiToken: null,
    userErrors: [{ code: 'REQUIRED', field: ['name'] }],
  });
  await getDatabase().apiToken.updateMany({
    where: { userId: person.id, name: 'second' },
    data: { revokedAt: new Date() },
  });
  const list = await ask(person.id, '{ apiTokens { totalCount nodes { name } } }');
  expect(at(list, 'apiTokens')).toEqual({ totalCount: 2, nodes: [{ name: 'third' }, { name: 'first' }] });
  expect((await ask(null, '{ apiTokens { totalCount } }')).faults).toEqual(['UNAUTHENTICATED']);
});

it.each([['members'], ['invitations'], ['auditEvents']])(
  'refuses a cursor of %s that no page has given',
  async (field) => {
    const { teamId, people } = await createTeamWith('OWNER');
    const query = `query ($id: ID!, $after: String!) { node(id: $id) { ... on Team { ${field}(after: $after) { totalCount } } } }`;
    const forged = ['x', Buffer.from('["a","b"]').toString('base64url'), Buffer.from('[1]').toString('base64url')];
    for (const after of forged) {
      const answer = await ask(people[0]?.id ?? '', query, { id: toGlobalId('Team', teamId), after });
      expect(answer.faults).toEqual(['INVALID']);
    }
  },
);
