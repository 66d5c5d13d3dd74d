/**
 * What a spreadsheet may compute or hand to another program: a cell that begins with = + - @, a tab or a carriage return
 * (OWASP, "CSV Injection"), the full-width forms of the four included. Apostrophes before it count along, so that what
 * was put there can be told from what was there before.
 */
const COMPUTED = /^'*[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]/;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A text as a cell that is never computed: an apostrophe goes before what could be. Numbers stay numbers. */
export function neutralise(text: string): string {
  return COMPUTED.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** Takes back what `neutralise` did, for every text: `restore(neutralise(text)) === text`. */
export function restore(cell: string): string {
  return cell.startsWith("'") && COMPUTED.test(cell) ? cell.slice(1) : cell;
}
