import { beforeAll, describe, expect, it } from 'vitest';
import { randomOrder } from '@/calibration/random-order';
import { toGlobalId } from '@/graphql/global-id';
import { type RatedSample, ratedSample } from '@/graphql/reliability/testing/rated-sample';
import {
  begun,
  finish,
  ITEM,
  type Look,
  queueOf,
  rateAgain,
  start,
  withdrawAgain,
} from '@/graphql/reliability/testing/second-look-requests';
import { ask, at } from '@/graphql/testing/ask';
import { getDatabase, getPool } from '@/prisma/client';
import { seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

let teamId: string;
let [owner, anna, ben, viewer]: string[] = [];
let stranger: string;

beforeAll(async () => {
  const team = await seedTeam(getPool(), 'Lookers', ['OWNER', 'REVIEWER', 'REVIEWER', 'VIEWER']);
  teamId = team.teamId;
  [owner, anna, ben, viewer] = team.userIds;
  stranger = (await seedTeam(getPool(), 'Others', ['OWNER'])).userIds[0] ?? '';
});

/** Ten documents rated by Anna: gaps of 3.5, 3, -2 and 1 (suspects), the rest within half a step. */
const LABELS = [
  [1.5, 5],
  [2, 5],
  [4, 2],
  [3, 4],
  [3, 3],
  [3, 3],
  [4, 4],
  [1.5, 1],
  [2, 2],
  [4.5, 5],
] as const;
const rated = (): Promise<RatedSample> =>
  ratedSample(
    { owner, teamId, raters: [anna] },
    LABELS.map(([rawScore, rating], index) => ({ title: `d${index}`, rawScore, ratings: [rating] })),
  );
const codes = ({ userErrors }: { userErrors: readonly { code: string }[] }) => userErrors.map(({ code }) => code);
const titles = (items: readonly { title: string | null }[]) => items.map(({ title }) => title);

/** Answers everything that is left: by title, or 3. */
async function answerAll(user: string | undefined, look: Look, ratingOf: (title: string) => number): Promise<void> {
  const items = [...look.upcoming];
  while (items.length > 0) {
    for (const { id, title, version } of items.splice(0)) {
      const { secondLook } = await rateAgain(user, {
        itemId: id,
        value: ratingOf(title ?? ''),
        expectedVersion: version,
      });
      if (items.length === 0 && secondLook) items.push(...secondLook.upcoming.filter((item) => item.id !== id));
    }
  }
}

describe('a second look', () => {
  it('mixes the suspects with as many others, in the order that its seed stands for', async () => {
    const { id, documentIds } = await rated();
    expect((await queueOf(ben, id)).labelErrors).toEqual({ suspects: 4, largestGap: 3.5, nextSize: 8 });
    const look = begun(await start(ben, { sampleId: id, suspects: 3 }));
    expect(look).toMatchObject({ size: 6, answeredCount: 0, finishedAt: null, answered: [], results: null });
    const stored = await getDatabase().secondLook.findFirstOrThrow({
      include: { items: { orderBy: { position: 'asc' } } },
    });
    const suspects = stored.items.filter(({ isSuspect }) => isSuspect).map(({ documentId }) => documentId);
    expect(suspects.toSorted()).toEqual(documentIds.slice(0, 3).toSorted());
    const rest = documentIds.slice(3).toSorted();
    const others = randomOrder(JSON.stringify([stored.seed, 'others']), 7, 3).map((place) => rest[place]);
    const mixed = [...suspects, ...others].toSorted();
    const shown = randomOrder(JSON.stringify([stored.seed, 'shown']), 6, 6).map((place) => mixed[place]);
    expect(stored.items.map(({ documentId }) => documentId)).toEqual(shown);
  });

  it('takes fewer suspects where there are not as many others, and is refused without any', async () => {
    const { id } = await ratedSample({ owner, teamId, raters: [anna] }, [
      { title: 'a', rawScore: 1, ratings: [5] },
      { title: 'b', rawScore: 1, ratings: [5] },
      { title: 'c', rawScore: 1, ratings: [4] },
    ]);
    expect((await queueOf(ben, id)).labelErrors).toMatchObject({ suspects: 3, nextSize: 2 });
    expect(begun(await start(ben, { sampleId: id })).size).toBe(2);
    const agreed = await ratedSample({ owner, teamId, raters: [anna] }, [
      { rawScore: 2, ratings: [2.9] },
      { rawScore: 4, ratings: [4] },
    ]);
    expect(codes(await start(ben, { sampleId: agreed.id }))).toEqual(['NOTHING_TO_DO']);
    const none = await ratedSample({ owner, teamId, raters: [anna] }, [{ rawScore: 2, ratings: [null] }]);
    expect(codes(await start(ben, { sampleId: none.id }))).toEqual(['NO_LABELS']);
    for (const suspects of [0, 51]) {
      expect(codes(await start(ben, { sampleId: id, suspects }))).toEqual(['OUT_OF_RANGE']);
    }
  });

  it('is one a person, begun twice or twice at once', async () => {
    const { id, key } = await rated();
    const both = await Promise.all([start(ben, { sampleId: id }), start(ben, { sampleId: id })]);
    expect(new Set(both.map((each) => begun(each).id)).size).toBe(1);
    expect(begun(await start(anna, { sampleId: id })).id).not.toBe(begun(both[0]).id);
    expect(await getDatabase().secondLook.count({ where: { sampleId: key } })).toBe(2);
  });

  it('are counted, those beyond the 20 that are listed too', async () => {
    const { id, key } = await rated();
    const first = begun(await start(ben, { sampleId: id }));
    const { sampleId: _sample, ...like } = await getDatabase().secondLook.findFirstOrThrow({
      where: { sampleId: key },
      omit: { id: true, createdAt: true },
    });
    const finishedAt = new Date();
    await getDatabase().secondLook.createMany({ data: Array(22).fill({ ...like, sampleId: key, finishedAt }) });
    const { secondLooks, secondLookCount } = await queueOf(owner, id);
    expect([secondLooks.length, secondLookCount]).toEqual([20, 23]);
    expect(secondLooks.map((look) => look.id)).not.toContain(first.id);
    expect((await queueOf(owner, (await rated()).id)).secondLookCount).toBe(0);
  });

  it('tells neither score nor label nor reason of any document in it', async () => {
    const { id } = await rated();
    const look = begun(await start(ben, { sampleId: id }));
    const told = JSON.stringify(await queueOf(ben, id));
    expect(told).not.toMatch(/firstLabel|isSuspect|"score"|outcome/);
    const fields = at<{ name: string }[]>(
      await ask(ben ?? null, '{ __type(name: "SecondLookItem") { fields { name } } }'),
      '__type.fields',
    );
    expect(fields.map(({ name }) => name)).toEqual(ITEM.split(' ').toSorted());
    const [event] = at<{ action: string; details: unknown }[]>(
      await ask(
        owner ?? null,
        'query ($id: ID!) { project(id: $id) { auditEvents(first: 1) { nodes { action details } } } }',
        {
          id: toGlobalId(
            'Project',
            (await getDatabase().secondLook.findFirstOrThrow({ where: { id: keyOf(look) } })).projectId,
          ),
        },
      ),
      'project.auditEvents.nodes',
    );
    expect(event).toEqual({ action: 'second_look.started', details: { secondLookId: keyOf(look), size: 8 } });
  });

  it('is seen and answered by its own rater alone, results by all when it has ended', async () => {
    const { id } = await rated();
    const look = begun(await start(ben, { sampleId: id, suspects: 1 }));
    const [first] = look.upcoming;
    const input = { itemId: first?.id, value: 4, expectedVersion: 0 };
    expect(codes(await rateAgain(anna, input))).toEqual(['NOT_FOUND']);
    expect(codes(await rateAgain(stranger, input))).toEqual(['NOT_FOUND']);
    expect(codes(await rateAgain(viewer, input))).toEqual(['FORBIDDEN']);
    expect(codes(await start(viewer, { sampleId: id }))).toEqual(['FORBIDDEN']);
    expect(codes(await finish(anna, { secondLookId: look.id }))).toEqual(['NOT_FOUND']);
    expect((await queueOf(owner, id)).secondLooks).toMatchObject([{ upcoming: [], answered: [], results: null }]);
    await answerAll(ben, look, () => 5);
    expect((await queueOf(owner, id)).secondLooks[0]).toMatchObject({ answeredCount: 2, answered: [], results: null });
    begun(await finish(ben, { secondLookId: look.id }));
    expect((await queueOf(viewer, id)).secondLooks[0]?.results?.suspects).toHaveLength(1);
  });
});

const keyOf = ({ id }: { readonly id: string }) => Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';

describe('answers of a second look', () => {
  it('are appended, change no label, and are given once however often they are sent', async () => {
    const { id, key, project } = await rated();
    const labels = () =>
      getDatabase().rating.findMany({ where: { sampleId: key, kind: 'VALIDATION' }, orderBy: { id: 'asc' } });
    const documents = () =>
      getDatabase().document.findMany({ where: { projectId: project.projectId }, orderBy: { id: 'asc' } });
    const before = [await labels(), await documents()];
    const [first] = begun(await start(ben, { sampleId: id })).upcoming;
    const give = (value: number, expectedVersion: number) =>
      rateAgain(ben, { itemId: first?.id, value, expectedVersion });
    expect((await give(4, 0)).item).toMatchObject({ value: 4, version: 1 });
    expect((await give(4, 0)).item).toMatchObject({ value: 4, version: 1 });
    const stale = await give(2, 0);
    expect(codes(stale)).toEqual(['CONFLICT']);
    expect(stale.item).toMatchObject({ value: 4, version: 1 });
    expect((await give(2, 1)).item).toMatchObject({ value: 2, version: 2 });
    const withdrawn = await withdrawAgain(ben, { itemId: first?.id, expectedVersion: 2 });
    expect(withdrawn.item).toMatchObject({ value: null, isSkipped: false, version: 3 });
    expect(withdrawn.secondLook).toMatchObject({ answeredCount: 0 });
    expect(codes(await withdrawAgain(ben, { itemId: first?.id, expectedVersion: 3 }))).toEqual(['NOTHING_TO_DO']);
    const lines = await getDatabase().rating.findMany({
      where: { sampleId: key, kind: 'SECOND_LOOK' },
      orderBy: { id: 'asc' },
    });
    expect(lines.map(({ value, isCurrent }) => [value, isCurrent])).toEqual([
      [4, false],
      [2, false],
      [null, false],
    ]);
    expect([await labels(), await documents()]).toEqual(before);
  });

  it('are values of the scale, or skips with a reason', async () => {
    const { id } = await rated();
    const [first] = begun(await start(ben, { sampleId: id })).upcoming;
    const give = (answer: object) => rateAgain(ben, { itemId: first?.id, expectedVersion: 0, ...answer });
    expect(codes(await give({ value: 5.1 }))).toEqual(['OUT_OF_RANGE']);
    expect(codes(await give({}))).toEqual(['REQUIRED']);
    expect(codes(await give({ isSkipped: true }))).toEqual(['REQUIRED']);
    expect((await give({ isSkipped: true, reason: 'no text' })).item).toMatchObject({ isSkipped: true, value: null });
  });

  it('of two sent at once, one is kept and one is told of the other', async () => {
    const { id } = await rated();
    const [first] = begun(await start(ben, { sampleId: id })).upcoming;
    const both = await Promise.all(
      [2, 5].map((value) => rateAgain(ben, { itemId: first?.id, value, expectedVersion: 0 })),
    );
    expect(both.map(codes).toSorted()).toEqual([[], ['CONFLICT']]);
    expect(both[0]?.item).toEqual(both[1]?.item);
  });
});

describe('the end of a second look', () => {
  it('shows first label, second look, score and whether it was confirmed, by whom', async () => {
    const { id } = await rated();
    const look = begun(await start(anna, { sampleId: id, suspects: 3 }));
    expect(codes(await finish(anna, { secondLookId: look.id }))).toEqual(['NOTHING_TO_DO']);
    // d0: label 5, score 1.5; d1: label 5, score 2; d2: label 2, score 4. The others as their label.
    const values: Record<string, number> = { d0: 5, d1: 3.5, d2: 4 };
    await answerAll(anna, look, (title) => values[title] ?? LABELS[Number(title.slice(1))]?.[1] ?? 3);
    const { results, finishedAt } = begun(await finish(anna, { secondLookId: look.id }));
    expect(finishedAt).toEqual(expect.any(String));
    expect(
      results?.suspects.map(({ document, firstLabel, score, secondLook, outcome, isSameRater }) => [
        document.title,
        firstLabel,
        score,
        secondLook,
        outcome,
        isSameRater,
      ]),
    ).toEqual([
      ['d0', 5, 1.5, 5, 'CONFIRMS_LABEL', true],
      ['d1', 5, 2, 3.5, 'UNDECIDED', true],
      ['d2', 2, 4, 4, 'AGREES_WITH_SCORE', true],
    ]);
    expect(results).toMatchObject({
      relevanceCut: 3,
      goneCount: 0,
      confirmed: { value: 1 / 3, n: 3 },
      suspectsOnSameSide: { value: 2 / 3, n: 3 },
      othersOnSameSide: { value: 1, n: 3 },
    });
  });

  it('lets its answers stand, is the same again, and says when another person looked', async () => {
    const { id } = await rated();
    const look = begun(await start(ben, { sampleId: id, suspects: 1 }));
    const [first, second] = look.upcoming;
    await rateAgain(ben, { itemId: first?.id, value: 4, expectedVersion: 0 });
    const ended = begun(await finish(ben, { secondLookId: look.id }));
    expect(begun(await finish(ben, { secondLookId: look.id }))).toEqual(ended);
    expect(codes(await rateAgain(ben, { itemId: first?.id, value: 1, expectedVersion: 1 }))).toEqual(['INVALID']);
    expect(codes(await rateAgain(ben, { itemId: second?.id, value: 1, expectedVersion: 0 }))).toEqual(['INVALID']);
    const told = [...(ended.results?.suspects ?? []), ...(ended.results?.others ?? [])];
    expect(told.map(({ outcome }) => outcome)).toContain('NOT_ANSWERED');
    expect(told.every(({ isSameRater }) => !isSameRater)).toBe(true);
  });

  it('leads on to those not looked at yet', async () => {
    const { id } = await rated();
    const look = begun(await start(ben, { sampleId: id, suspects: 3 }));
    await answerAll(ben, look, () => 3);
    begun(await finish(ben, { secondLookId: look.id }));
    expect((await queueOf(ben, id)).labelErrors.suspects).toBeLessThanOrEqual(1);
    expect((await queueOf(anna, id)).labelErrors.suspects).toBe(4);
    const next = await start(ben, { sampleId: id });
    const seen = await getDatabase().secondLookItem.findMany({ where: { secondLookId: keyOf(look) } });
    expect(titles(next.secondLook?.upcoming ?? []).length + seen.length).toBeLessThanOrEqual(LABELS.length);
  });

  it('passes over what was deleted meanwhile', async () => {
    const { id, project } = await rated();
    const look = begun(await start(ben, { sampleId: id, suspects: 2 }));
    const [gone] = look.upcoming;
    const [item] = await getDatabase().secondLookItem.findMany({
      where: { secondLookId: keyOf(look), position: gone?.position ?? 0 },
    });
    await getDatabase().document.deleteMany({ where: { projectId: project.projectId, id: item?.documentId ?? '' } });
    expect(codes(await rateAgain(ben, { itemId: gone?.id, value: 1, expectedVersion: 0 }))).toEqual(['NOT_FOUND']);
    const left = (await queueOf(ben, id)).secondLook;
    expect(left?.upcoming).toHaveLength(3);
    if (left) await answerAll(ben, left, () => 3);
    const { results } = begun(await finish(ben, { secondLookId: look.id }));
    expect(results?.goneCount).toBe(1);
    expect([...(results?.suspects ?? []), ...(results?.others ?? [])]).toHaveLength(3);
  });
});
