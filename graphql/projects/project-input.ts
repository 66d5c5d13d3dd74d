import { invalid } from '@/graphql/errors';
import { requireLine } from '@/graphql/input-text';

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

/** Text of several lines as a person typed it; PostgreSQL stores anything but a zero byte. */
export function readFreeText(field: string, text: string, maxLength: number): string {
  const trimmed = text.replaceAll('\0', '').trim();
  if ([...trimmed].length > maxLength) throw invalid(field, `This has at most ${maxLength} characters.`, 'TOO_LONG');
  return trimmed;
}
