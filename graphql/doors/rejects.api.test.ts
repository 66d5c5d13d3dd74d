import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { attachmentOf, sendRejects } from '@/graphql/doors/rejects';
import { toGlobalId } from '@/graphql/global-id';
import { createPerson, type Person, provideAuthSettings, requestOf, sessionCookieOf } from '@/graphql/testing/people';
import { createApiToken } from '@/graphql/tokens/create-api-token';
import { importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
provideAuthSettings();
withWorker();

const HOSTILE = '</script>"; filename="x.html"\r\nset-cookie: a=b.csv';

async function importWithRejects(fileName = 'trials.csv') {
  const desk = await openDesk();
  const { teamId } = await getDatabase().project.findUniqueOrThrow({ where: { id: desk.projectId } });
  const viewer = await createPerson();
  await getDatabase().membership.create({ data: { teamId, userId: viewer.id, role: 'VIEWER' } });
  const content = 'id,abstract\n1,Herons\n2,<script>alert(1)</script>,=1+1';
  const run = await importEnded(await desk.drop(fileName, content));
  return { viewer, teamId, importId: toGlobalId('ImportRun', run.id) };
}

const send = async (importId: string, headers: Record<string, string>) =>
  sendRejects(new Request(`http://winnow.test:3000/api/imports/${importId}/rejects`, { headers }), importId);
const fetchAs = async (person: Person, importId: string) => send(importId, { cookie: await sessionCookieOf(person) });

const told = async (response: Response) => ({
  status: response.status,
  headers: [...response.headers],
  body: await response.text(),
});

describe('the rejects file', () => {
  it('is given to whoever may read the project, to be saved and not shown', async () => {
    const { viewer, importId } = await importWithRejects();
    const answer = await fetchAs(viewer, importId);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="trials-rejected.csv"/);
    expect(await answer.text()).toBe('id,abstract\n2,<script>alert(1)</script>,=1+1\n');
  });

  it('has a name that ends no header, whatever the file was called', async () => {
    expect(attachmentOf(HOSTILE)).toMatch(/^attachment; filename="[\w .()-]+"; filename\*=UTF-8''[\w.%-]+$/);
    expect(attachmentOf('ревю “2026”.csv')).toContain("filename*=UTF-8''%D1%80");
  });

  it('of another team answers as a random id does', async () => {
    const [own, foreign] = [await importWithRejects(), await importWithRejects()];
    const answer = await told(await fetchAs(own.viewer, foreign.importId));
    expect(answer).toEqual(await told(await fetchAs(own.viewer, toGlobalId('ImportRun', randomUUID()))));
    expect(answer).toEqual(await told(await fetchAs(own.viewer, 'no-id-at-all')));
    expect(answer.status).toBe(404);
    await getDatabase().membership.deleteMany({ where: { userId: own.viewer.id } });
    expect(await told(await fetchAs(own.viewer, own.importId))).toEqual(answer);
  });

  it('is asked of someone: nobody gets 401, a token that may read gets the file', async () => {
    const { viewer, importId } = await importWithRejects();
    expect((await send(importId, {})).status).toBe(401);
    expect((await send(importId, { authorization: 'Bearer wrong' })).status).toBe(401);
    const { secret } = await createApiToken(requestOf(viewer), { name: 'notebook', scopes: ['READ'] });
    expect((await send(importId, { authorization: `Bearer ${secret}` })).status).toBe(200);
  });

  it('is not there where nothing was rejected', async () => {
    const { viewer, teamId } = await importWithRejects();
    const desk = await openDesk();
    await getDatabase().project.update({ where: { id: desk.projectId }, data: { teamId } });
    const clean = await importEnded(await desk.drop('clean.csv', 'id,abstract\n1,Herons'));
    expect((await fetchAs(viewer, toGlobalId('ImportRun', clean.id))).status).toBe(404);
  });
});
