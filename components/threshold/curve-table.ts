import type { ChartTable } from '@/components/charts/chart-table';
import type { Point } from '@/components/threshold/read-point';

type Interval = Readonly<{ value: number | null; lower: number | null; upper: number | null; n: number }>;

const COLUMNS = [
  'Threshold',
  ...columnsOf('Recall'),
  ...columnsOf('Precision'),
  ...columnsOf('F1'),
  'To read',
  ...columnsOf('Read in vain'),
  ...columnsOf('Missed'),
];

/** Everything that is known of each point of a curve, by rising threshold, as it is downloaded. */
export function curveTable(points: readonly Point[]): ChartTable {
  return {
    columns: COLUMNS,
    rows: points
      .toSorted((a, b) => a.threshold - b.threshold)
      .map((point) => [
        Number(point.threshold.toFixed(6)),
        ...cells(point.recall),
        ...cells(point.precision),
        ...cells(point.f1Estimate),
        point.workload,
        ...cells(point.falsePositives),
        ...cells(point.falseNegatives),
      ]),
  };
}

function columnsOf(name: string): string[] {
  return [name, `${name} low`, `${name} high`, `${name} n`];
}

/** An empty cell is what programs read as missing. */
function cells({ value, lower, upper, n }: Interval): (string | number)[] {
  const cell = (number: number | null) => (number === null ? '' : Number(number.toFixed(6)));
  return [cell(value), cell(lower), cell(upper), n];
}
