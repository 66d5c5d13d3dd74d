import { mergeClasses } from '@/components/ui/merge-classes';

type SkeletonProps = Readonly<{ className?: string }>;

/** The space that something will take. Give it the size of the thing. */
export function Skeleton({ className }: SkeletonProps) {
  return <span aria-hidden className={mergeClasses('block h-4 animate-wait rounded-sm bg-line', className)} />;
}

const WIDTHS = ['w-7/12', 'w-5/12', 'w-8/12', 'w-6/12', 'w-9/12', 'w-4/12'] as const;

/** Rows of the ranked list or a table, at their real height. */
export function SkeletonRows({ rows, label }: Readonly<{ rows: number; label: string }>) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
          key={row}
          aria-hidden
          className="row flex items-center gap-3 border-line border-b px-3"
        >
          <Skeleton className="h-5 w-11" />
          <Skeleton className={WIDTHS[row % WIDTHS.length]} />
        </div>
      ))}
    </div>
  );
}

/** Paragraphs of the reader, at the measure of the text. */
export function SkeletonText({
  lines,
  label,
  className,
}: Readonly<{ lines: number; label: string; className?: string }>) {
  return (
    <div role="status" aria-label={label} className={mergeClasses('reading flex w-full flex-col gap-3', className)}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never move
        <Skeleton key={line} className={line === lines - 1 ? 'w-7/12' : 'w-full'} />
      ))}
    </div>
  );
}
