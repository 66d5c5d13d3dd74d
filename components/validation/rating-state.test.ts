import { describe, expect, it } from 'vitest';
import {
  changeRating,
  countLeft,
  currentItem,
  type Item,
  isHeld,
  isSameAnswer,
  lastAnswered,
  type RatingChange,
  type RatingState,
  type Standing,
  secondsPerAnswer,
  startRating,
} from './rating-state';

const item = (position: number, value: number | null = null): Item => ({
  id: `i${position}`,
  position,
  title: null,
  text: '',
  authors: [],
  journal: null,
  year: null,
  value,
  isSkipped: false,
  reason: '',
});
const standing = (upcoming: readonly number[], answered = 0): Standing => ({
  size: 10,
  goneCount: 0,
  answeredCount: answered,
  ratedCount: answered,
  skippedCount: 0,
  completeCount: answered,
  viewerAnsweredCount: answered,
  viewerOpenCount: 10 - answered,
  upcoming: upcoming.map((position) => item(position)),
});
const run = (state: RatingState, ...changes: readonly RatingChange[]) => changes.reduce(changeRating, state);
const answered = (position: number, value = 3, atMs = 0): RatingChange => ({
  type: 'ANSWERED',
  item: item(position),
  answer: { value, isSkipped: false, reason: '' },
  atMs,
});
const places = (items: readonly Item[]) => items.map(({ position }) => position);

describe('rating', () => {
  it('shows the next document at once and counts the answer before the server has', () => {
    const state = run(startRating(standing([1, 2, 3]), []), answered(1, 4));
    expect([currentItem(state)?.position, state.ahead, state.sending]).toEqual([2, 1, 1]);
    expect(state.trail).toEqual([item(1, 4)]);
  });

  it('keeps the document in view when the server tells another order, and never shows an answered one again', () => {
    const ahead = run(startRating(standing([1, 2, 3]), []), answered(1), answered(2));
    // Told after the first answer only, when the second was under way.
    const state = run(ahead, { type: 'KEPT', delta: 1, standing: standing([2, 4, 3], 1) });
    expect(places(state.queue)).toEqual([3, 4]);
    expect([state.ahead, state.sending, state.standing.viewerAnsweredCount]).toEqual([1, 1, 1]);
  });

  it('gives the document back when an answer was not kept', () => {
    const state = run(startRating(standing([1, 2, 3]), []), answered(1), { type: 'LOST', delta: 1, item: item(1) });
    expect([places(state.queue), state.trail, state.ahead, state.sending]).toEqual([[1, 2, 3], [], 0, 0]);
  });

  it('has the earlier answer again when a change of it was not kept', () => {
    const start = startRating(standing([2, 3]), [item(1, 5)]);
    const change: RatingChange = {
      type: 'ANSWERED',
      item: item(1, 5),
      answer: { value: 1, isSkipped: false, reason: '' },
      atMs: 0,
    };
    expect(run(start, change)).toMatchObject({ ahead: 0, trail: [item(1, 1)] });
    expect(run(start, change, { type: 'LOST', delta: 0, item: item(1, 5) })).toMatchObject({
      ahead: 0,
      trail: [item(1, 5)],
      queue: [item(2), item(3)],
    });
  });

  it('opens the document whose answer is taken back', () => {
    const start = startRating(standing([3, 4], 2), [item(2, 5), item(1, 4)]);
    expect(lastAnswered(start)?.position).toBe(2);
    const state = run(start, { type: 'WITHDRAWN', item: item(2, 5) });
    expect([currentItem(state), places(state.queue), places(state.trail), state.ahead]).toEqual([
      item(2),
      [2, 3, 4],
      [1],
      -1,
    ]);
    expect(run(state, { type: 'LOST', delta: -1, item: item(2, 5) })).toMatchObject({
      ahead: 0,
      trail: [item(1, 4), item(2, 5)],
    });
  });

  it('looks back and forward without going past either end', () => {
    const start = startRating(standing([3], 2), [item(2, 5), item(1, 4)]);
    const back = (steps: number) =>
      run(start, ...Array.from({ length: steps }, (): RatingChange => ({ type: 'BACK' })));
    expect([back(1), back(2), back(9)].map((state) => currentItem(state)?.position)).toEqual([2, 1, 1]);
    expect(currentItem(run(back(9), { type: 'FORWARD' }, { type: 'FORWARD' }, { type: 'FORWARD' }))?.position).toBe(3);
    expect(lastAnswered(back(2))?.position).toBe(1);
  });

  it('holds the document answered last, and its count, until the next is there', () => {
    const ahead = run(startRating(standing([1, 2]), []), answered(1), answered(2, 4));
    expect([isHeld(ahead), currentItem(ahead), countLeft(ahead)]).toEqual([true, item(2, 4), 1]);
    // Told after the first answer, when nothing but the second was offered.
    const told = run(ahead, { type: 'KEPT', delta: 1, standing: standing([2], 1) });
    expect([isHeld(told), currentItem(told), countLeft(told)]).toEqual([true, item(2, 4), 1]);
    const next = run(told, { type: 'KEPT', delta: 1, standing: standing([3, 4], 2) });
    expect([isHeld(next), currentItem(next), countLeft(next)]).toEqual([false, item(3), 2]);
    const done = run(told, { type: 'KEPT', delta: 1, standing: standing([], 2) });
    expect([isHeld(done), currentItem(done), countLeft(done)]).toEqual([false, null, 2]);
  });

  it('changes the answer of a document that is held, and looks back past it', () => {
    const held = run(startRating(standing([2], 1), [item(1, 5)]), answered(2, 4));
    const change: RatingChange = {
      type: 'ANSWERED',
      item: item(2, 4),
      answer: { value: 2, isSkipped: false, reason: '' },
      atMs: 0,
    };
    const changed = run(held, change);
    expect([currentItem(changed), countLeft(changed), changed.ahead]).toEqual([item(2, 2), 1, 1]);
    const back = run(held, { type: 'BACK' });
    expect(currentItem(back)?.position).toBe(1);
    expect(currentItem(run(back, { type: 'ONWARD' }))?.position).toBe(2);
  });

  it('tells an answer that changes nothing', () => {
    const same = { value: 4, isSkipped: false, reason: '' };
    expect(isSameAnswer(item(1, 4), same)).toBe(true);
    expect(isSameAnswer(item(1, 4), { ...same, reason: 'abstract only' })).toBe(false);
    expect(isSameAnswer(item(1), { value: null, isSkipped: false, reason: '' })).toBe(false);
  });

  it('drops a document that is no longer there', () => {
    const ahead = run(startRating(standing([1, 2, 3]), []), answered(1));
    const state = run(ahead, { type: 'GONE', delta: 1, item: item(1), standing: standing([2, 3]) });
    expect([places(state.queue), state.trail, state.ahead, state.sending]).toEqual([[2, 3], [], 0, 0]);
  });

  it('tells the usual time of an answer, whatever one pause takes', () => {
    const start = startRating(standing([1, 2, 3]), []);
    expect(secondsPerAnswer(run(start, answered(1, 3, 0), answered(2, 3, 4_000), answered(3, 3, 9_000)))).toBeNull();
    const times = [0, 4_000, 9_000, 15_000, 900_000];
    expect(secondsPerAnswer({ ...start, times })).toBe(6);
  });
});
