import { STATUS_WORDS } from '@/components/documents/filter-words';
import type { RankedRow } from '@/components/documents/ranked-rows';
import { formatScore } from '@/components/ui/format-number';
import { mergeClasses } from '@/components/ui/merge-classes';
import { rowStyles } from '@/components/ui/row-styles';
import { ScoreBadge } from '@/components/ui/score-badge';

type DocumentRowProps = Readonly<{
  row: RankedRow;
  /** From 0. */
  place: number;
  /** Pixels from the top of the list. */
  start: number;
  isCurrent: boolean;
  isBelow: boolean;
  /** The threshold, on the first row under it. */
  lineAbove: number | null;
  showsCollection: boolean;
  onOpen: (id: string) => void;
}>;

const DECIDED = { INCLUDE: 'include', EXCLUDE: 'exclude', MAYBE: 'maybe' } as const;

export function rowElementId(documentId: string): string {
  return `document-${documentId}`;
}

/** Score, title or first words, and where it comes from, on one line. */
export function DocumentRow({ row, place, start, onOpen, ...state }: DocumentRowProps) {
  const { isCurrent, isBelow, lineAbove, showsCollection } = state;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys for all of its rows
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtualised with rows set by transform
    <div
      id={rowElementId(row.id)}
      role="row"
      tabIndex={-1}
      aria-rowindex={place + 1}
      aria-selected={isCurrent}
      onClick={() => onOpen(row.id)}
      className={mergeClasses(
        rowStyles({ current: isCurrent, below: isBelow }),
        'absolute inset-x-0 top-0 cursor-pointer focus:outline-none',
        lineAbove !== null && 'border-t-2 border-t-ink-faint',
      )}
      style={{ transform: `translateY(${start}px)` }}
    >
      <Cell>
        <ScoreBadge
          score={row.rankingScore}
          unscored={STATUS_WORDS[row.status]}
          overridden={row.overrideScore !== null}
          truncated={row.overrideScore === null && row.score?.isTruncated === true}
        />
      </Cell>
      <Cell className="min-w-0 flex-1">
        <bdi className={mergeClasses('block truncate', !row.title && 'font-serif italic')}>
          {row.title || row.excerpt || 'No title and no text'}
        </bdi>
        {isBelow ? <span className="visually-hidden">, not included</span> : null}
      </Cell>
      <Cell className="flex shrink-0 items-center gap-2.5 text-ink-faint text-sm">
        {row.decision?.value ? <span className="text-ink-muted">{DECIDED[row.decision.value]}</span> : null}
        {row.status === 'SCORED' ? null : <span>{row.status === 'FAILED' ? 'not scored' : 'waiting'}</span>}
        {showsCollection ? <Source text={row.collection.name} className="@max-[32rem]:hidden max-w-28" /> : null}
        {row.externalId ? <Source text={row.externalId} className="@max-[26rem]:hidden max-w-24" /> : null}
        {row.year === null ? null : <span className="font-normal">{row.year}</span>}
      </Cell>
      {lineAbove === null ? null : (
        <span className="absolute top-0 right-3 -translate-y-1/2 bg-ground px-1.5 text-ink-muted text-xs">
          threshold {formatScore(lineAbove)}
        </span>
      )}
    </div>
  );
}

function Cell({ className, children }: Readonly<{ className?: string; children: React.ReactNode }>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: the grid is no table, as said above
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus for all of its cells
    <span role="gridcell" className={className}>
      {children}
    </span>
  );
}

function Source({ text, className }: Readonly<{ text: string; className: string }>) {
  return <bdi className={mergeClasses('block truncate', className)}>{text}</bdi>;
}
