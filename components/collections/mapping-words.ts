import { labelWord } from '@/components/reader/label-words';
import { formatCount } from '@/components/ui/format-number';
import type { ImportLineFragment } from '@/graphql/generated/operations/graphql';

/** "Mapped as on 3 March by Ann"; nothing where names said it all, and while nobody has said anything. */
export function mappingSentence({ mapping }: Pick<ImportLineFragment, 'mapping'>, now = new Date()): string | null {
  if (!mapping || mapping.origin === 'DETECTED') return null;
  const who = mapping.confirmedBy ? ` by ${mapping.confirmedBy.name}` : '';
  if (mapping.origin === 'CONFIRMED') return `Columns matched${who}`;
  return mapping.confirmedAt ? `Mapped as on ${dayOf(mapping.confirmedAt, now)}${who}` : `Mapped as before${who}`;
}

/** "Labels of Cohen 2006: 25 included, 75 not" */
export function labelSentence({ referenceSource: source }: Pick<ImportLineFragment, 'referenceSource'>): string | null {
  if (!source) return null;
  const parts = source.counts.map(
    ({ value, documents }) => `${formatCount(documents)} ${labelWord(source.kind, value)}`,
  );
  return `Labels of ${source.name}: ${parts.join(', ') || 'none'}`;
}

/** With the year only where it is another one. UTC, so that the server and the browser say the same. */
function dayOf(iso: string, now: Date): string {
  const date = new Date(iso);
  const isThisYear = date.getUTCFullYear() === now.getUTCFullYear();
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(date);
}
