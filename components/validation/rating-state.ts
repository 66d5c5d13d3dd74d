import type { RatingItemFragment, SampleStandingFragment } from '@/graphql/generated/operations/graphql';

export type Item = RatingItemFragment;
export type Standing = SampleStandingFragment;
export type Answer = Readonly<{ value: number | null; isSkipped: boolean; reason: string }>;

/** What a rater sees of a sample: ahead of the server by the answers that are under way. */
export interface RatingState {
  /** As the server last told it. */
  readonly standing: Standing;
  /** Offered, the one to answer first. */
  readonly queue: readonly Item[];
  /** Answered, in the order in which it was done. */
  readonly trail: readonly Item[];
  /** How far back on the trail the rater is looking; 0: at the first of the queue. */
  readonly backSteps: number;
  /** Requests that have no answer yet. */
  readonly sending: number;
  /** Answers that are shown as given and that the server has not counted yet. */
  readonly ahead: number;
  /** When the last answers were given, in milliseconds. */
  readonly times: readonly number[];
}

export type RatingChange =
  | Readonly<{ type: 'ANSWERED'; item: Item; answer: Answer; atMs: number }>
  | Readonly<{ type: 'WITHDRAWN'; item: Item }>
  /** The server has done what was shown. */
  | Readonly<{ type: 'KEPT'; delta: number; standing: Standing }>
  /** It has not: the item is as it was before. */
  | Readonly<{ type: 'LOST'; delta: number; item: Item }>
  /** The document is no longer there. */
  | Readonly<{ type: 'GONE'; delta: number; item: Item; standing: Standing }>
  | Readonly<{ type: 'BACK' }>
  | Readonly<{ type: 'FORWARD' }>
  /** The answer in view is left as it is. */
  | Readonly<{ type: 'ONWARD' }>;

const TIMES_KEPT = 16;

export function startRating(standing: Standing, answered: readonly Item[]): RatingState {
  const trail = [...answered].reverse();
  return { standing, queue: standing.upcoming, trail, backSteps: 0, sending: 0, ahead: 0, times: [] };
}

export function changeRating(state: RatingState, change: RatingChange): RatingState {
  switch (change.type) {
    case 'ANSWERED': {
      const { item, answer, atMs } = change;
      return begun(state, item, {
        trail: [...without(state.trail, item), { ...item, ...answer }],
        ahead: state.ahead + answerDelta(item),
        times: [...state.times, atMs].slice(-TIMES_KEPT),
      });
    }
    case 'WITHDRAWN': {
      const open = { ...change.item, value: null, isSkipped: false, reason: '' };
      const queue = [open, ...without(state.queue, open)];
      return { ...begun(state, open, { trail: without(state.trail, open), ahead: state.ahead - 1 }), queue };
    }
    case 'KEPT':
      return settled(state, change.delta, change.standing);
    case 'LOST':
      return { ...putBack(state, change.item), sending: state.sending - 1, ahead: state.ahead - change.delta };
    case 'GONE': {
      const rest = { queue: without(state.queue, change.item), trail: without(state.trail, change.item) };
      return settled({ ...state, ...rest, backSteps: 0 }, change.delta, change.standing);
    }
    case 'BACK':
      return { ...state, backSteps: Math.min(stepsBack(state) + 1, state.trail.length) };
    case 'FORWARD':
      return { ...state, backSteps: Math.max(0, state.backSteps - 1) };
    case 'ONWARD':
      return { ...state, backSteps: 0 };
  }
}

/** The document in view, or null when none is offered. */
export function currentItem(state: RatingState): Item | null {
  const steps = stepsBack(state);
  return (steps > 0 ? state.trail.at(-steps) : state.queue[0]) ?? null;
}

/**
 * Whether the document answered last stays in view because the next is not there yet. A key belongs to the text on the
 * page: with nothing there it would be lost, and kept for the next it would rate what nobody has seen.
 */
export function isHeld({ queue, trail, sending }: RatingState): boolean {
  return queue.length === 0 && sending > 0 && trail.length > 0;
}

/** Documents that this rater has answered and left: one that is held counts when the next takes its place. */
export function countLeft(state: RatingState): number {
  const held = isHeld(state) && state.ahead > 0 ? 1 : 0;
  return state.standing.viewerAnsweredCount + state.ahead - held;
}

/** What undo takes back: the answer in view, else the last one given. */
export function lastAnswered(state: RatingState): Item | null {
  return (state.backSteps > 0 ? currentItem(state) : state.trail.at(-1)) ?? null;
}

/** Whether an answer is the one that the document has. */
export function isSameAnswer(item: Item, { value, isSkipped, reason }: Answer): boolean {
  return isAnswered(item) && item.value === value && item.isSkipped === isSkipped && item.reason === reason;
}

/** By how much an answer moves the count: changing one that is counted moves nothing. */
export function answerDelta(item: Item): number {
  return isAnswered(item) ? 0 : 1;
}

/** Middle of the times between the last answers, in seconds; null before there are three. */
export function secondsPerAnswer({ times }: RatingState): number | null {
  const gaps = times.slice(1).map((time, index) => (time - (times[index] ?? time)) / 1000);
  return gaps.length < 3 ? null : (gaps.toSorted((left, right) => left - right)[Math.floor(gaps.length / 2)] ?? null);
}

/** How far back on the trail the document in view is; 0: it is the first of the queue. */
function stepsBack(state: RatingState): number {
  return isHeld(state) ? Math.max(1, state.backSteps) : state.backSteps;
}

function begun(state: RatingState, item: Item, changed: Partial<RatingState>): RatingState {
  return { ...state, ...changed, queue: without(state.queue, item), backSteps: 0, sending: state.sending + 1 };
}

/** The document in view stays in view; what comes after it is as the server says now. */
function settled(state: RatingState, delta: number, standing: Standing): RatingState {
  const [inView] = state.queue;
  const answered = new Set(state.trail.map(({ id }) => id));
  const coming = standing.upcoming.filter(({ id }) => id !== inView?.id && !answered.has(id));
  const queue = inView ? [inView, ...coming] : coming;
  return { ...state, standing, queue, sending: state.sending - 1, ahead: state.ahead - delta };
}

function putBack(state: RatingState, item: Item): RatingState {
  const [queue, trail] = [without(state.queue, item), without(state.trail, item)];
  if (isAnswered(item)) return { ...state, queue, trail: [...trail, item], backSteps: 0 };
  return { ...state, queue: [item, ...queue], trail, backSteps: 0 };
}

function isAnswered({ value, isSkipped }: Item): boolean {
  return value !== null || isSkipped;
}

function without(items: readonly Item[], { id }: Item): Item[] {
  return items.filter((other) => other.id !== id);
}
