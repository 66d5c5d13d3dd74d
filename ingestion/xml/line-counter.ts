/** Counts lines that end with LF, CRLF or CR, over parts that may be cut anywhere. */
export class LineCounter {
  /** 1-based line that the next character stands on. */
  line = 1;
  private endsWithCr = false;

  advance(part: string): void {
    if (part === '') return;
    let count = 0;
    for (let at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', at + 1)) count += 1;
    if (part.includes('\r')) count += loneReturns(part);
    // The CR that ended the part before has been counted as a line end of its own.
    if (this.endsWithCr && part.startsWith('\n')) count -= 1;
    this.line += count;
    this.endsWithCr = part.endsWith('\r');
  }
}

function loneReturns(part: string): number {
  let count = 0;
  for (let at = part.indexOf('\r'); at >= 0; at = part.indexOf('\r', at + 1)) if (part[at + 1] !== '\n') count += 1;
  return count;
}
