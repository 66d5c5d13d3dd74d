const NOT_LETTER_OR_DIGIT = /[^\p{L}\p{N}]+/gu;
// What one code unit can become: the longest NFKD expansion is 18 code units of at most 3 bytes.
const MAX_BYTES_A_CODE_UNIT = 54;

/** For each ASCII code, the byte it is compared as; 0 when it is left out. */
const ASCII_BYTE = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code).toLowerCase();
  return /[a-z0-9]/.test(character) ? character.charCodeAt(0) : 0;
});

/**
 * Texts without what differs between two copies of one: Unicode NFKD, lower case, letters and digits only.
 *
 * ASCII goes byte by byte and only the other stretches through NFKD and the \p classes (an ASCII character begins a
 * new combining sequence, so cutting there changes nothing): 15 times faster on English abstracts than one `replace`.
 */
export class ComparisonBytes {
  private bytes = Buffer.allocUnsafe(64 * 1024);
  private length = 0;

  /** @returns The UTF-8 bytes of the texts one after the other; valid until the next call. */
  of(texts: readonly string[]): Buffer {
    this.length = 0;
    for (const text of texts) this.add(text);
    return this.bytes.subarray(0, this.length);
  }

  private add(text: string): void {
    for (let at = 0; at < text.length; ) {
      at = this.addAscii(text, at);
      if (at < text.length) at = this.addStretch(text, at);
    }
  }

  /** @returns The index of the first other character. */
  private addAscii(text: string, from: number): number {
    this.reserve(text.length - from);
    // Locals, not fields: this loop sees every character of every document.
    const { bytes } = this;
    let { length } = this;
    let at = from;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 127) break;
      const byte = ASCII_BYTE[code] ?? 0;
      bytes[length] = byte;
      length += byte === 0 ? 0 : 1;
    }
    this.length = length;
    return at;
  }

  /** @returns The index of the next ASCII character. */
  private addStretch(text: string, from: number): number {
    let end = from + 1;
    while (end < text.length && text.charCodeAt(end) > 127) end += 1;
    const stretch = text.slice(from, end).normalize('NFKD').toLowerCase().replace(NOT_LETTER_OR_DIGIT, '');
    this.reserve((end - from) * MAX_BYTES_A_CODE_UNIT);
    this.length += this.bytes.write(stretch, this.length, 'utf8');
    return end;
  }

  private reserve(count: number): void {
    if (this.length + count < this.bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.length + count + 1));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}
