import { type Context, renewLoaders } from '@/graphql/context';

/**
 * What a subscription tells: `read` at each event, with nothing that an earlier one has loaded, so that it sees the
 * database and the viewer's rights as they are then; what it throws ends the subscription. Written out because a
 * generator could not be left while it waits.
 */
export function watchEvents<Event, Told>(
  context: Context,
  events: AsyncIterableIterator<Event>,
  read: (event: Event) => Promise<Told>,
): AsyncIterableIterator<Told> {
  const end = async (): Promise<IteratorResult<Told>> => {
    await events.return?.();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      const event = await events.next();
      if (event.done) return { done: true, value: undefined };
      try {
        renewLoaders(context);
        return { done: false, value: await read(event.value) };
      } catch (error) {
        await end();
        throw error;
      }
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
