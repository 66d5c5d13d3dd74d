import { isAscii, isUtf8 } from 'node:buffer';
import { decodeSingleByte, isSingleByte } from '@/ingestion/source/single-byte';
import { completeUtf8Length, utf8Length } from '@/ingestion/source/sniff-encoding';
import { DECLARED_ENCODINGS, type EncodingName, type ImportCode, type SingleByteEncoding } from '@/ingestion/types';

/** A change the decoder made, at an offset (UTF-16 code units) into the text it has put out so far. */
export interface DecodingRepair {
  offset: number;
  code: Extract<ImportCode, 'INVALID_BYTES' | 'NUL_REMOVED' | 'LONE_SURROGATE'>;
}

/** What the decoder found out about the encoding while it read; only ever grows more certain. */
export interface DecodingState {
  encoding: EncodingName;
}

// Beyond this many waiting repairs further ones are not noted: they can only fall into records already marked.
const MAX_WAITING_REPAIRS = 200_000;
const NUL = '\0';
/** Stands for a byte that the encoding does not have. */
const MISSING = '\uFFFD';
const WINDOWS_1252 = Array.from({ length: 256 }, (_, byte) => decodeSingleByte(Buffer.of(byte), 'windows-1252'));
const LONE_SURROGATES = /\p{Surrogate}/gu;

/**
 * Decodes a file chunk by chunk into text that holds no NUL and no lone surrogate, and remembers where it had to
 * change something, so that the record concerned can be reported as repaired.
 *
 * UTF-8 is read leniently: a byte that is no UTF-8 is read as Windows-1252. A file that has shown no UTF-8 character
 * of several bytes by then is simply a Windows-1252 file (`state.encoding` changes, nothing counts as a repair).
 */
export class ImportDecoder {
  readonly state: DecodingState;
  private carry: Buffer = Buffer.alloc(0);
  private isFirst = true;
  private offset = 0;
  private hasMultibyte: boolean;
  /** Of the chunk at hand, with offsets into its decoded text. */
  private readonly fresh: DecodingRepair[] = [];
  private readonly repairs: DecodingRepair[] = [];
  /** The encoding of one byte a character that the whole file is in; null where UTF-8 or UTF-16 may be. */
  private readonly singleByte: SingleByteEncoding | null;
  /** For the encodings that are never guessed; Node decodes them itself. */
  private readonly declared: TextDecoder | null;

  /**
   * @param isChosen  True when a person chose the encoding or the file declares it; Windows-1252 is then taken at its word.
   * @param head      Has decoded the beginning of the file already, so what it has shown is known from the first byte on.
   */
  constructor(encoding: EncodingName, isChosen = false, head: ImportDecoder | null = null) {
    this.state = { encoding };
    this.hasMultibyte = encoding === 'utf-8' && head?.hasMultibyte === true;
    const isCertain = isSingleByte(encoding) && (isChosen || encoding !== 'windows-1252');
    this.singleByte = isCertain ? encoding : null;
    const declared = DECLARED_ENCODINGS.find((name) => name === encoding);
    this.declared = declared === undefined ? null : new TextDecoder(declared, { ignoreBOM: true });
  }

  /** @returns The text of these bytes; '' when they only begin a character. */
  push(chunk: Buffer): string {
    return this.putOut(this.decode(this.carry.length > 0 ? Buffer.concat([this.carry, chunk]) : chunk, false));
  }

  end(): string {
    return this.putOut(this.decode(this.carry, true));
  }

  /** Removes and returns the repairs before `offset`. */
  takeRepairs(offset: number): DecodingRepair[] {
    const first = this.repairs[0];
    if (first === undefined || first.offset >= offset) return [];
    const count = this.repairs.findIndex((repair) => repair.offset >= offset);
    return this.repairs.splice(0, count < 0 ? this.repairs.length : count);
  }

  /** Drops the byte order mark and NULs, and files the repairs of this chunk under their final offsets. */
  private putOut(decoded: string): string {
    const hasMark = this.isFirst && decoded.startsWith('\uFEFF');
    if (decoded !== '') this.isFirst = false;
    const marked = hasMark ? decoded.slice(1) : decoded;
    const text = marked.includes(NUL) ? marked.replaceAll(NUL, '') : marked;
    if (text !== marked) this.noteNuls(decoded);
    if (this.fresh.length > 0) this.fileRepairs(decoded, text !== marked, hasMark ? 1 : 0);
    this.offset += text.length;
    return text;
  }

  private fileRepairs(decoded: string, hasNul: boolean, markLength: number): void {
    const fresh = this.fresh.splice(0).sort((a, b) => a.offset - b.offset);
    let nuls = 0;
    let at = 0;
    for (const { offset, code } of fresh) {
      for (; hasNul && at < offset; at += 1) if (decoded[at] === NUL) nuls += 1;
      const final = this.offset + Math.max(0, offset - nuls - markLength);
      const last = this.repairs.at(-1);
      if (last?.offset === final && last.code === code) continue;
      if (this.repairs.length < MAX_WAITING_REPAIRS) this.repairs.push({ offset: final, code });
    }
  }

  private noteNuls(decoded: string): void {
    for (let at = decoded.indexOf(NUL); at >= 0; at = decoded.indexOf(NUL, at + 1)) this.note(at, 'NUL_REMOVED');
  }

  private decode(bytes: Buffer, isEnd: boolean): string {
    if (this.state.encoding === 'utf-16le' || this.state.encoding === 'utf-16be') return this.decodeUtf16(bytes, isEnd);
    if (this.singleByte !== null) return this.decodeBytes(bytes, this.singleByte);
    if (this.declared !== null) return this.noteMissing(this.declared.decode(bytes, { stream: !isEnd }));
    const length = isEnd ? bytes.length : completeUtf8Length(bytes);
    this.carry = bytes.subarray(length);
    const whole = bytes.subarray(0, length);
    if (isAscii(whole)) return whole.toString('latin1');
    if (isUtf8(whole)) {
      this.hasMultibyte = true;
      return whole.toString('utf8');
    }
    return this.decodeMixed(whole);
  }

  private decodeBytes(bytes: Buffer, encoding: SingleByteEncoding): string {
    if (isAscii(bytes)) return bytes.toString('latin1');
    return this.noteMissing(decodeSingleByte(bytes, encoding));
  }

  private noteMissing(text: string): string {
    for (let at = text.indexOf(MISSING); at >= 0; at = text.indexOf(MISSING, at + 1)) this.note(at, 'INVALID_BYTES');
    return text;
  }

  /** Valid UTF-8 as such, every other byte as Windows-1252. */
  private decodeMixed(bytes: Buffer): string {
    const pieces: string[] = [];
    let length = 0;
    let start = 0;
    const add = (piece: string) => {
      pieces.push(piece);
      length += piece.length;
    };
    for (let at = 0; at < bytes.length; ) {
      const lead = bytes[at] ?? 0;
      const width = utf8Length(lead);
      if (lead < 0x80 || (width > 1 && isUtf8(bytes.subarray(at, at + width)) && at + width <= bytes.length)) {
        if (width > 1) this.hasMultibyte = true;
        at += width;
        continue;
      }
      add(bytes.toString('utf8', start, at));
      this.noteInvalidByte(length);
      add(WINDOWS_1252[lead] ?? '\uFFFD');
      at += 1;
      start = at;
    }
    add(bytes.toString('utf8', start));
    return pieces.join('');
  }

  private noteInvalidByte(offset: number): void {
    if (this.hasMultibyte || this.state.encoding === 'utf-8-bom') this.note(offset, 'INVALID_BYTES');
    else this.state.encoding = 'windows-1252';
  }

  private decodeUtf16(bytes: Buffer, isEnd: boolean): string {
    let length = bytes.length - (bytes.length % 2);
    const isLittle = this.state.encoding === 'utf-16le';
    // A pair of surrogates stays together, so that what is lone here is lone in the file.
    if (!isEnd && length >= 2 && isHighSurrogate(bytes[length - (isLittle ? 1 : 2)])) length -= 2;
    this.carry = bytes.subarray(length);
    const whole = bytes.subarray(0, length);
    const text = isLittle ? whole.toString('utf16le') : Buffer.from(whole).swap16().toString('utf16le');
    const repaired = text.replace(LONE_SURROGATES, (_, at: number) => {
      this.note(at, 'LONE_SURROGATE');
      return '\uFFFD';
    });
    if (!isEnd || bytes.length === length) return repaired;
    this.note(Math.max(0, repaired.length - 1), 'INVALID_BYTES');
    return repaired;
  }

  private note(offset: number, code: DecodingRepair['code']): void {
    if (this.fresh.length < MAX_WAITING_REPAIRS) this.fresh.push({ offset, code });
  }
}

function isHighSurrogate(highByte: number | undefined): boolean {
  return highByte !== undefined && highByte >= 0xd8 && highByte <= 0xdb;
}
