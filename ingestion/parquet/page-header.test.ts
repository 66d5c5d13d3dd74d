import { ByteWriter } from 'hyparquet-writer';
import { serializeTCompactProtocol } from 'hyparquet-writer/src/thrift.js';
import { describe, expect, test } from 'vitest';
import { readPageHeader } from '@/ingestion/parquet/page-header';

const details = { field_1: 5, field_2: 0, field_3: 5, field_4: 0, field_5: 2, field_6: 0 };

function headerOf(page: Record<`field_${number}`, unknown>): Buffer {
  const writer = new ByteWriter();
  serializeTCompactProtocol(writer, page as Parameters<typeof serializeTCompactProtocol>[1]);
  return Buffer.from(writer.getBytes());
}

describe('the header of a page', () => {
  test('says what its data are', () => {
    const bytes = headerOf({ field_1: 3, field_2: 70, field_3: 60, field_8: details });
    expect(readPageHeader(bytes)).toEqual({
      kind: 'data-v2',
      headerBytes: bytes.length,
      unpackedBytes: 70,
      packedBytes: 60,
      crc: null,
      valueCount: 5,
      encoding: 0,
      nullCount: 0,
      rowCount: 5,
      definitionBytes: 2,
      repetitionBytes: 0,
      isPacked: true,
    });
  });

  test.each([1, 2, 3, 4, 5, 6])('is none without field %s: hyparquet would count from nowhere, for ever', (field) => {
    const lacking = { ...details, [`field_${field}`]: undefined };
    expect(readPageHeader(headerOf({ field_1: 3, field_2: 70, field_3: 60, field_8: lacking }))).toBeNull();
  });

  test('is none with an encoding that there is not', () => {
    const odd = { ...details, field_4: 900 };
    expect(readPageHeader(headerOf({ field_1: 3, field_2: 70, field_3: 60, field_8: odd }))).toBeNull();
  });

  test('is none with a number of more than 32 bits, of which hyparquet would drop some', () => {
    // Field 1 as a number of 32 bits, in six bytes.
    expect(readPageHeader(Buffer.from([0x15, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 0]))).toBeNull();
  });

  test('is none where the bytes end', () => {
    const bytes = headerOf({ field_1: 3, field_2: 70, field_3: 60, field_8: details });
    for (let length = 0; length < bytes.length; length += 1)
      expect(readPageHeader(bytes.subarray(0, length))).toBeNull();
  });
});
