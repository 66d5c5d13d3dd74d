import { describe, expect, it } from 'vitest';
import { mayEndOtherwise } from '@/jobs/imports/may-end-otherwise';

describe('an import', () => {
  it.each(['EMPTY_FILE', 'UNSUPPORTED_FORMAT', 'ENCRYPTED_FILE', 'DAMAGED_FILE', 'DECOMPRESSION_BOMB', 'NO_RECORDS'])(
    'that failed with %s would fail again',
    (failureCode) => expect(mayEndOtherwise({ status: 'FAILED', failureCode })).toBe(false),
  );

  it.each(['QUOTA_EXCEEDED', 'GAVE_UP', 'MAPPING_FORGOTTEN', 'UNREADABLE_FILE', 'TIMEOUT', 'OUT_OF_MEMORY', null])(
    'that failed with %s may end otherwise',
    (failureCode) => expect(mayEndOtherwise({ status: 'FAILED', failureCode })).toBe(true),
  );

  it('that was cancelled goes on; one that has ended or is under way is not tried again', () => {
    expect(mayEndOtherwise({ status: 'CANCELLED', failureCode: 'SAME_FILE_UNDONE' })).toBe(true);
    for (const status of ['COMPLETED', 'COMPLETED_WITH_ERRORS', 'RUNNING', 'UNDONE', 'QUEUED'] as const)
      expect(mayEndOtherwise({ status, failureCode: null })).toBe(false);
  });
});
