import { type ImportSource, IngestionError } from '@/ingestion/types';

export function encryptedParquet({ name }: ImportSource): IngestionError {
  return new IngestionError('ENCRYPTED_FILE', `"${name}" is an encrypted Parquet file, which is not read.`);
}

export function tooLargeAtOnce({ name }: ImportSource, what: string): IngestionError {
  return new IngestionError(
    'PAGE_TOO_LARGE',
    `"${name}" was not read: ${what}. Write it with smaller row groups and pages, or as JSON Lines.`,
  );
}
