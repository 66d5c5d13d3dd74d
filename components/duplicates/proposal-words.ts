import type { ProposalFragment, ProposedRecordFragment } from '@/graphql/generated/operations/graphql';

type Reason = Pick<ProposalFragment, 'yearDifference' | 'sharedAuthors' | 'authorShare' | 'first' | 'second'>;

/** "Same title; same year; 3 shared authors: Müller, Heron, Stork; no DOI in one of them" */
export function proposalReason({ yearDifference, sharedAuthors, authorShare, first, second }: Reason): string {
  const parts = [
    'Same title',
    yearWords(yearDifference),
    authorWords(sharedAuthors, authorShare),
    doiWords(first, second),
  ];
  return parts.join('; ');
}

function yearWords(difference: number | null): string {
  if (difference === null) return 'no year in at least one of them';
  return difference === 0 ? 'same year' : 'one year apart';
}

const NAMED = 3;

function authorWords(names: readonly string[], share: number): string {
  const rest = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  const named = `${names.slice(0, NAMED).join(', ')}${rest}`;
  return `${share === 1 ? 'same' : 'similar'} authors: ${named}`;
}

function doiWords(first: Pick<ProposedRecordFragment, 'doi'>, second: Pick<ProposedRecordFragment, 'doi'>): string {
  if (first.doi && second.doi) return 'different DOIs';
  return first.doi || second.doi ? 'a DOI in one of them only' : 'no DOI';
}

export interface ComparedField {
  readonly name: string;
  readonly first: string;
  readonly second: string;
  readonly isDifferent: boolean;
}

/** What the two records say, field by field; a field that neither has is left out. */
export function compareRecords(first: ProposedRecordFragment, second: ProposedRecordFragment): ComparedField[] {
  const fields = [
    ['Title', (record: ProposedRecordFragment) => record.title],
    ['Authors', ({ authors }: ProposedRecordFragment) => authors.join('; ')],
    ['Year', ({ year }: ProposedRecordFragment) => (year === null ? '' : String(year))],
    ['Journal', ({ journal }: ProposedRecordFragment) => journal],
    ['DOI', ({ doi }: ProposedRecordFragment) => doi],
    ['PMID', ({ pmid }: ProposedRecordFragment) => pmid],
    ['Collection', ({ collection }: ProposedRecordFragment) => collection.name],
    ['Text', ({ excerpt }: ProposedRecordFragment) => excerpt],
  ] as const;
  return fields.flatMap(([name, read]) => {
    const [own, other] = [read(first) ?? '', read(second) ?? ''];
    return own || other ? [{ name, first: own, second: other, isDifferent: own !== other }] : [];
  });
}
