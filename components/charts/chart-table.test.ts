import { describe, expect, it } from 'vitest';
import { toCsv } from '@/components/charts/chart-table';

describe('the numbers of a chart as CSV', () => {
  it('quotes what needs it and ends lines as RFC 4180 says', () => {
    expect(toCsv({ columns: ['Group', 'n'], rows: [['a, "b"', 3]] })).toBe('Group,n\r\n"a, ""b""",3\r\n');
  });

  it('keeps a text from running as a formula and a negative number a number', () => {
    expect(toCsv({ columns: ['Group', 'x'], rows: [['=HYPERLINK("http://x")', -1.5]] })).toBe(
      'Group,x\r\n"\'=HYPERLINK(""http://x"")",-1.5\r\n',
    );
  });
});
