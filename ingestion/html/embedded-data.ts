const MARKER = ';base64,';
const DATA = /[A-Za-z0-9+/=%_-]*/y;

/**
 * Drops pictures and fonts that a saved page carries inside its text (`data:…;base64,…`); they can make up nearly all of
 * a page of a hundred megabytes.
 */
export class EmbeddedDataFilter {
  private carry = '';
  private isInData = false;

  /** @returns The text that may be judged by now; the beginning of a marker waits for the next chunk. */
  push(chunk: string): string {
    const text = this.carry + chunk;
    const kept: string[] = [];
    let at = 0;
    for (;;) {
      if (this.isInData) at = endOfData(text, at);
      if (this.isInData && at === text.length) break;
      this.isInData = false;
      const marker = text.indexOf(MARKER, at);
      if (marker < 0) break;
      kept.push(text.slice(at, marker + MARKER.length));
      at = marker + MARKER.length;
      this.isInData = true;
    }
    const end = text.length - (this.isInData ? 0 : partialMarkerLength(text, at));
    kept.push(text.slice(at, end));
    this.carry = text.slice(Math.max(at, end));
    return kept.join('');
  }

  end(): string {
    return this.carry;
  }
}

function endOfData(text: string, from: number): number {
  DATA.lastIndex = from;
  DATA.exec(text);
  return DATA.lastIndex;
}

/** Length of the beginning of a marker that the text ends in. */
function partialMarkerLength(text: string, from: number): number {
  for (let length = Math.min(MARKER.length - 1, text.length - from); length > 0; length -= 1) {
    if (text.endsWith(MARKER.slice(0, length))) return length;
  }
  return 0;
}
