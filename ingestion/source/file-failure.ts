import { type ImportSource, IngestionError } from '@/ingestion/types';

/** @param what  What does not fit, as the rest of a sentence: 'it has no workbook'. */
export function damaged({ name }: ImportSource, what: string): IngestionError {
  return new IngestionError('DAMAGED_FILE', `"${name}" is damaged: ${what}.`);
}

/** An office file behind a password. */
export function encrypted({ name }: ImportSource): IngestionError {
  return new IngestionError(
    'ENCRYPTED_FILE',
    `"${name}" is protected by a password. Save it without one and import that.`,
  );
}

/** @param what  What it unpacks to, as the rest of a sentence. */
export function bomb({ name }: ImportSource, what: string): IngestionError {
  return new IngestionError('DECOMPRESSION_BOMB', `"${name}" was not read: ${what}.`);
}
