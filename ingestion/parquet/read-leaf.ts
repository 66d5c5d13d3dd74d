import { type AsyncBuffer, type FileMetaData, parquetReadObjects } from 'hyparquet';
import type { ColumnPages, ParquetPage } from '@/ingestion/parquet/column-pages';
import { pruneSchema } from '@/ingestion/parquet/schema-tree';

/** Any name but UNCOMPRESSED makes hyparquet ask for every page. */
const OPENED_BY_US = 'GZIP';

/**
 * The values of one stored column for some rows of its row group, in the shape of its path: objects by key, arrays where it
 * is repeated.
 *
 * hyparquet is given a file of these pages alone, so that it never holds more than them, and each page is opened and checked
 * before it decodes it.
 *
 * @param from  First row within the row group.
 * @param to    Row behind the last.
 * @throws IngestionError DAMAGED_FILE; any other error means that the values do not decode.
 */
export async function readLeaf(column: ColumnPages, from: number, to: number): Promise<unknown[]> {
  const pages = pagesFor(column.pages, from, to);
  const file = new PageFile(column);
  if (column.dictionary !== null) await file.add(column.dictionary);
  for (const page of pages) await file.add(page);
  const firstRow = pages[0]?.firstRow ?? from;
  const [key = ''] = column.leaf.path.map((node) => node.key);
  const rows = await parquetReadObjects({
    file: file.buffer,
    metadata: file.metadata(pages),
    rowStart: from - firstRow,
    rowEnd: to - firstRow,
    utf8: false,
    geoparquet: false,
    compressors: { [OPENED_BY_US]: (stored: Uint8Array) => file.open(stored) },
    parsers: { timestampFromNanoseconds: (nanos: bigint) => nanos },
  });
  return rows.map((row) => row[key] ?? null);
}

/** The pages that hold these rows; the first of them begins a row. */
function pagesFor(pages: readonly ParquetPage[], from: number, to: number): ParquetPage[] {
  const isBehind = ({ firstRow, rows }: ParquetPage) => firstRow + rows > from;
  let first = pages.findIndex(isBehind);
  while (first > 0 && pages[first]?.startsRow === false) first -= 1;
  const last = pages.findLastIndex(({ firstRow, startsRow }) => firstRow < to || (!startsRow && firstRow <= to));
  return first < 0 ? [] : pages.slice(first, last + 1);
}

class PageFile {
  private readonly parts: Buffer[] = [];
  private length = 0;
  /** By the offset here at which hyparquet hands out what it wants unpacked. */
  private readonly opened = new Map<number, Uint8Array>();

  constructor(private readonly column: ColumnPages) {}

  async add(page: ParquetPage): Promise<void> {
    const bytes = await this.column.bytesOf(page);
    const data = this.column.open(page, bytes);
    this.column.check(page, data);
    const levels = page.repetitionBytes + page.definitionBytes;
    this.opened.set(this.length + page.headerBytes + levels, data.subarray(levels));
    this.parts.push(bytes);
    this.length += bytes.length;
  }

  open(stored: Uint8Array): Uint8Array {
    return this.opened.get(stored.byteOffset) ?? new Uint8Array(0);
  }

  get buffer(): AsyncBuffer {
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return { byteLength: this.length, slice: () => bytes.buffer };
  }

  metadata(pages: readonly ParquetPage[]): FileMetaData {
    const { leaf } = this.column;
    const rows = BigInt(pages.reduce((sum, page) => sum + page.rows, 0));
    const meta_data = {
      type: leaf.element.type ?? 'BYTE_ARRAY',
      encodings: [],
      path_in_schema: leaf.path.map(({ key }) => key),
      codec: OPENED_BY_US,
      num_values: BigInt(pages.reduce((sum, page) => sum + page.valueCount, 0)),
      total_uncompressed_size: BigInt(this.length),
      total_compressed_size: BigInt(this.length),
      data_page_offset: 0n,
    } as const;
    return {
      version: 2,
      schema: pruneSchema(leaf),
      num_rows: rows,
      row_groups: [
        {
          columns: [{ file_offset: 0n, meta_data: { ...meta_data, encodings: [] } }],
          total_byte_size: 0n,
          num_rows: rows,
        },
      ],
      metadata_length: 0,
    };
  }
}
