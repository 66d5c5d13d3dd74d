import { type FileMetaData, parquetMetadata, type RowGroup } from 'hyparquet';
import { encryptedParquet } from '@/ingestion/parquet/parquet-failure';
import { buildSchema, isColumnOf, type ParquetSchema } from '@/ingestion/parquet/schema-tree';
import { readThrift } from '@/ingestion/parquet/thrift';
import { bomb, damaged } from '@/ingestion/source/file-failure';
import type { ImportSource } from '@/ingestion/types';

const TAIL_BYTES = 8;
const MAX_FOOTER_BYTES = 64 * 1024 * 1024;
const ENCRYPTION_ALGORITHM = 8;
// A row of which nothing is stored but that it is there takes a few bits.
const BASE_ROWS = 1_000_000;
const ROWS_A_BYTE = 100;

export interface ParquetFile {
  schema: ParquetSchema;
  groups: RowGroup[];
}

/**
 * Reads the footer, which stands at the end of the file.
 *
 * @throws IngestionError DAMAGED_FILE, ENCRYPTED_FILE, DECOMPRESSION_BOMB, TOO_MANY_COLUMNS.
 */
export async function openParquet(source: ImportSource): Promise<ParquetFile> {
  const { sizeBytes } = source;
  const tail = await source.slice(Math.max(0, sizeBytes - TAIL_BYTES), sizeBytes);
  const magic = tail.toString('latin1', 4);
  if (magic === 'PARE') throw encryptedParquet(source);
  if (tail.length < TAIL_BYTES || magic !== 'PAR1') throw damaged(source, 'it has no footer, so its end is missing');
  const length = tail.readUInt32LE();
  if (length > sizeBytes - 12 || length > MAX_FOOTER_BYTES) {
    throw damaged(source, `its footer cannot be ${length} bytes long`);
  }
  const footer = await source.slice(sizeBytes - TAIL_BYTES - length, sizeBytes);
  // Read twice: the first reading is bounded by the bytes, whatever they say.
  const checked = readThrift(footer.subarray(0, length));
  if (checked === null) throw damaged(source, 'its footer cannot be read');
  if (checked.struct.has(ENCRYPTION_ALGORITHM)) throw encryptedParquet(source);
  return checkedFile(readMetadata(footer, source), source);
}

function readMetadata(footer: Buffer, source: ImportSource): FileMetaData {
  try {
    return parquetMetadata(new Uint8Array(footer), { geoparquet: false });
  } catch {
    throw damaged(source, 'its footer cannot be read');
  }
}

function checkedFile({ schema: elements, row_groups, num_rows }: FileMetaData, source: ImportSource): ParquetFile {
  const schema = buildSchema(elements, source);
  let rows = 0;
  for (const { columns, num_rows: groupRows } of row_groups) {
    rows += Number(groupRows);
    if (Number(groupRows) < 0) throw damaged(source, 'a row group has fewer rows than none');
    for (const [index, { meta_data, crypto_metadata, file_path }] of columns.entries()) {
      const leaf = schema.leaves[index];
      if (crypto_metadata !== undefined) throw encryptedParquet(source);
      if (file_path) throw damaged(source, 'a column lies in another file');
      if (meta_data === undefined || leaf === undefined || !isColumnOf(leaf, meta_data)) {
        throw damaged(source, 'the columns of a row group are not those of the file');
      }
    }
    if (columns.length !== schema.leaves.length) throw damaged(source, 'a row group lacks columns');
  }
  if (rows !== Number(num_rows)) throw damaged(source, `it says ${num_rows} rows, its row groups ${rows}`);
  if (rows > BASE_ROWS + ROWS_A_BYTE * source.sizeBytes)
    throw bomb(source, `${source.sizeBytes} bytes say ${rows} rows`);
  return { schema, groups: row_groups };
}
