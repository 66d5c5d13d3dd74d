import { invalid } from '@/graphql/errors';
import { requireLine } from '@/graphql/input-text';
import type { ProjectRow } from '@/graphql/rows';

const MAX_NAME = 120;
const MAX_DESCRIPTION = 2_000;

export function readProjectName(name: string | null | undefined): string {
  return requireLine('name', name, MAX_NAME);
}

/** May hold several lines and may be empty. */
export function readDescription(description: string): string {
  return readFreeText('description', description, MAX_DESCRIPTION);
}

export function readRelevanceCut(cut: number): number {
  if (!(cut >= 1 && cut <= 5)) throw invalid('relevanceCut', 'The relevance cut lies from 1 to 5.', 'OUT_OF_RANGE');
  return cut;
}

const SHORTEST_INPUT = 3;
const LONGEST_INPUT = 8_192;
/** [CLS] and [SEP] take their places in every window. */
const FRAME = 2;

/** What a project says about documents longer than the model's input. */
export type ReadingInput = Pick<ProjectRow, 'maxTokens' | 'windowAggregate' | 'windowOverlap'>;

/** The settings as they belong together: an overlap is held against the length only where there are windows. */
export function checkReading({ maxTokens, windowAggregate, windowOverlap }: ReadingInput): void {
  if (maxTokens < SHORTEST_INPUT || maxTokens > LONGEST_INPUT) {
    throw invalid('maxTokens', `A model reads ${SHORTEST_INPUT} to 8,192 tokens at once.`, 'OUT_OF_RANGE');
  }
  if (windowOverlap < 0) throw invalid('windowOverlap', 'Windows cannot share less than nothing.', 'OUT_OF_RANGE');
  const most = maxTokens - FRAME - 1;
  if (windowAggregate !== null && windowOverlap > most) {
    const message = `Windows of ${maxTokens} tokens can share ${most} at most: each must bring something new.`;
    throw invalid('windowOverlap', message, 'OUT_OF_RANGE');
  }
}

/** Text of several lines as a person typed it; PostgreSQL stores anything but a zero byte. */
export function readFreeText(field: string, text: string, maxLength: number): string {
  const trimmed = text.replaceAll('\0', '').trim();
  if ([...trimmed].length > maxLength) throw invalid(field, `This has at most ${maxLength} characters.`, 'TOO_LONG');
  return trimmed;
}
