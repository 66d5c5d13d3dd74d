import { type ImportEvent, IngestionError, type JsonValue } from '@/ingestion/types';

// What any file may give, and what each byte of it may: a row of CSV repeats its column names, an archive unpacks to
// 200 times its size at most.
const BASE_CHARACTERS = 256 * 1024 * 1024;
const CHARACTERS_A_BYTE = 400;
// A record takes two bytes at least ('1,' in JSON); in an archive far less.
const BASE_RECORDS = 1_000_000;
const RECORDS_A_BYTE = 4;

/** Counts what a file gives against its size, in the caller's process, where no parser can lie about it. */
export class OutputMeter {
  private characters = 0;
  private records = 0;
  private readonly maxCharacters: number;
  private readonly maxRecords: number;

  constructor(sizeBytes: number) {
    this.maxCharacters = BASE_CHARACTERS + sizeBytes * CHARACTERS_A_BYTE;
    this.maxRecords = BASE_RECORDS + sizeBytes * RECORDS_A_BYTE;
  }

  /** @returns What the reading fails with once it has given too much, else null. */
  add(events: readonly ImportEvent[]): IngestionError | null {
    for (const event of events) {
      if (event.type === 'document' || event.type === 'rejected') this.records += 1;
      this.characters += charactersOf(event as unknown as JsonValue);
    }
    if (this.records > this.maxRecords) return tooMuch(`more than ${this.maxRecords} records`);
    return this.characters > this.maxCharacters ? tooMuch(`more than ${this.maxCharacters} characters`) : null;
  }
}

function tooMuch(what: string): IngestionError {
  return new IngestionError('OUTPUT_TOO_LARGE', `Reading was stopped: the file gives ${what}, far beyond its size.`);
}

/** Characters of all texts in a value, and one for every value: what it takes to keep and to store. */
function charactersOf(value: JsonValue): number {
  if (typeof value === 'string') return value.length + 1;
  if (typeof value !== 'object' || value === null) return 1;
  let characters = 1;
  for (const key in value) {
    const part = (value as Record<string, JsonValue | undefined>)[key];
    characters += Array.isArray(value) ? 0 : key.length;
    if (part !== undefined) characters += charactersOf(part);
  }
  return characters;
}
