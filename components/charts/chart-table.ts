/** The numbers behind a chart, as they are read, copied and downloaded. */
export type ChartTable = Readonly<{ columns: readonly string[]; rows: readonly (readonly (string | number)[])[] }>;

/**
 * RFC 4180 with a leading apostrophe for cells that a spreadsheet would run as a formula; numbers are left alone, so
 * that a negative one stays a number.
 */
export function toCsv({ columns, rows }: ChartTable): string {
  return `${[columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
