import { expect, test } from 'vitest';
import { CsvScanner } from '@/ingestion/csv/csv-scanner';

test('a last row without a line end has its columns, when the text came in one piece too', () => {
  const scanner = new CsvScanner(',', 1000);
  const rows = [...scanner.push('score,rating\n2,3\n4,5,"six"'), ...scanner.end()];
  expect(rows.map((row) => row.kind === 'row' && row.values)).toEqual([
    ['score', 'rating'],
    ['2', '3'],
    ['4', '5', 'six'],
  ]);
});
