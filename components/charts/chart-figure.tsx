'use client';

import { memo, type ReactNode, useRef, useState } from 'react';
import { type ChartTable, toCsv } from '@/components/charts/chart-table';
import { saveText, standaloneSvg } from '@/components/charts/save-chart';
import { Button } from '@/components/ui/button';
import { mergeClasses } from '@/components/ui/merge-classes';

type ChartFigureProps = Readonly<{
  /** The question it answers: "Where do the scores lie?" */
  title: string;
  /** The answer in words and numbers, for those who do not see the picture and those in a hurry. */
  summary: ReactNode;
  table: ChartTable;
  /** Name of a downloaded file, without its ending. */
  fileName: string;
  /** The summary changes under the hand: the lines it may need are kept free, so that nothing below jumps. */
  isLive?: boolean;
  className?: string;
  children: ReactNode;
}>;

/** A chart with its question, its answer in words, and its numbers one click away: table, CSV, SVG. */
export function ChartFigure({ title, summary, table, fileName, isLive, className, children }: ChartFigureProps) {
  const [showsTable, setShowsTable] = useState(false);
  const picture = useRef<HTMLDivElement>(null);
  const saveSvg = () => {
    const svg = picture.current?.querySelector('svg');
    if (svg) saveText(`${fileName}.svg`, 'image/svg+xml', standaloneSvg(svg));
  };
  return (
    <figure className={mergeClasses('m-0 flex min-w-0 flex-col', className)}>
      <figcaption className="mb-2">
        <p className="font-semibold">{title}</p>
        <p className={mergeClasses('text-ink-muted', isLive && 'min-h-[4lh] md:min-h-[2lh]')}>{summary}</p>
      </figcaption>
      <div ref={picture}>{children}</div>
      <div className="mt-1 -ml-2.5 flex">
        <Button
          variant="quiet"
          size="small"
          className="font-normal text-ink-muted"
          aria-expanded={showsTable}
          onClick={() => setShowsTable((shown) => !shown)}
        >
          {showsTable ? 'Hide table' : 'Table'}
        </Button>
        <Button
          variant="quiet"
          size="small"
          className="font-normal text-ink-muted"
          onClick={() => saveText(`${fileName}.csv`, 'text/csv', toCsv(table))}
        >
          CSV
        </Button>
        <Button variant="quiet" size="small" className="font-normal text-ink-muted" onClick={saveSvg}>
          SVG
        </Button>
      </div>
      {showsTable ? <NumbersTable title={title} table={table} /> : null}
    </figure>
  );
}

/** Drawn again for other numbers only, not with every step of a handle. */
const NumbersTable = memo(({ title, table }: Readonly<{ title: string; table: ChartTable }>) => {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be scrollable by keyboard
    <section aria-label={`${title}: numbers`} tabIndex={0} className="mt-2 max-h-80 overflow-auto">
      <table className="w-full border-separate border-spacing-0 text-right text-sm">
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th
                key={column}
                scope="col"
                className="sticky top-0 border-line-strong border-b bg-ground px-2 py-1 font-normal text-ink-muted first:text-left"
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={String(row[0])}>
              {row.map((cell, index) => (
                <td key={table.columns[index]} className="border-line border-b px-2 py-1 first:text-left">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
});
NumbersTable.displayName = 'NumbersTable';
