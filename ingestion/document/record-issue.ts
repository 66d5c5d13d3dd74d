import { IMPORT_CODES } from '@/ingestion/import-codes';
import { snippetOf } from '@/ingestion/source/snippet';
import type { ImportCode, RecordIssue } from '@/ingestion/types';

/** An issue with the message of its code, unless a more exact one is given. */
export function issueOf(code: ImportCode, line: number, raw: string, message?: string): RecordIssue {
  return { line, code, message: message ?? IMPORT_CODES[code].sentence, snippet: snippetOf(raw) };
}
