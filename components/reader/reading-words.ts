import { formatCount } from '@/components/ui/format-number';
import type { WindowAggregate } from '@/graphql/generated/operations/graphql';

export interface ReadingSettings {
  readonly maxTokens: number;
  readonly windowAggregate?: WindowAggregate | null | undefined;
  readonly windowOverlap: number;
}

const AGGREGATES: Readonly<Record<WindowAggregate, string>> = {
  MEAN: 'the mean of their scores',
  MAX: 'the highest of their scores',
  FIRST: 'the score of the first',
};

/** "the mean of their scores, each sharing 256 tokens with the next": how windows became one score. */
export function windowsSentence(aggregate: WindowAggregate, overlap: number): string {
  if (aggregate === 'FIRST') return AGGREGATES.FIRST;
  const shared = overlap === 0 ? 'sharing no token' : `each sharing ${formatCount(overlap)} tokens with the next`;
  return `${AGGREGATES[aggregate]}, ${shared}`;
}

/** What is read of a document under these settings, in one line. */
export function readingSentence({ maxTokens, windowAggregate, windowOverlap }: ReadingSettings): string {
  const tokens = formatCount(maxTokens);
  if (!windowAggregate) return `up to ${tokens} tokens, only the beginning of longer documents`;
  return `up to ${tokens} tokens, longer documents in windows of as many: ${windowsSentence(windowAggregate, windowOverlap)}`;
}

/** Whether a run was scored under other settings than the project has now. */
export function isReadOtherwise(run: ReadingSettings, project: ReadingSettings): boolean {
  const aggregate = project.windowAggregate ?? null;
  return (
    run.maxTokens !== project.maxTokens ||
    (run.windowAggregate ?? null) !== aggregate ||
    (aggregate !== null && aggregate !== 'FIRST' && run.windowOverlap !== project.windowOverlap)
  );
}
