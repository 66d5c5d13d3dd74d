import type { ReactNode } from 'react';
import { mergeClasses } from '@/components/ui/merge-classes';

export type Column<Row> = Readonly<{
  key: string;
  header: string;
  /** Numbers stand at the end, so that their digits line up. */
  align?: 'start' | 'end';
  /** CSS width; the widest column goes without. */
  width?: string;
  hideHeader?: boolean;
  /** Left out under 768 px. */
  wideOnly?: boolean;
  /** This cell names the row. */
  isRowHeader?: boolean;
  cell: (row: Row) => ReactNode;
}>;

type DataTableProps<Row> = Readonly<{
  caption: string;
  /** Shown above the table, or for screen readers only where a heading already says it. */
  showCaption?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** In place of rows when there are none. */
  empty?: ReactNode;
  /** Shortest width before it scrolls sideways, in its own box. */
  minWidth?: string;
  className?: string;
}>;

/** Members, tokens, runs: up to a few hundred rows. The ranked list, which has millions, is virtualised instead. */
export function DataTable<Row>({
  caption,
  showCaption = false,
  columns,
  rows,
  rowKey,
  empty,
  minWidth,
  className,
}: DataTableProps<Row>) {
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be scrollable by keyboard
    <section aria-label={caption} tabIndex={0} className={mergeClasses('max-h-full overflow-auto', className)}>
      <table className="w-full border-separate border-spacing-0 text-left" style={minWidth ? { minWidth } : undefined}>
        <caption className={showCaption ? 'pb-2 text-left font-semibold' : 'visually-hidden'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                style={column.width ? { width: column.width } : undefined}
                className={mergeClasses(
                  'sticky top-0 z-10 h-8 whitespace-nowrap border-line-strong border-b bg-ground px-2 font-normal text-ink-muted text-sm first:pl-0 last:pr-0',
                  placement(column),
                )}
              >
                {column.hideHeader ? <span className="visually-hidden">{column.header}</span> : column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="hover:bg-hover">
              {columns.map((column) => {
                const classes = mergeClasses(
                  'h-(--row) border-line border-b px-2 py-1 text-left font-normal first:pl-0 last:pr-0',
                  placement(column),
                );
                return column.isRowHeader ? (
                  <th key={column.key} scope="row" className={classes}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} className={classes}>
                    {column.cell(row)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function placement<Row>(column: Column<Row>): string {
  return mergeClasses(column.align === 'end' && 'text-right tabular-nums', column.wideOnly && 'max-md:hidden');
}
