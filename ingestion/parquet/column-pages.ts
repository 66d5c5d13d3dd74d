import type { ColumnMetaData } from 'hyparquet';
import { hasRightSum, isDecodable, rowsOf } from '@/ingestion/parquet/page-check';
import { type PageHeader, readPageHeader } from '@/ingestion/parquet/page-header';
import { tooLargeAtOnce } from '@/ingestion/parquet/parquet-failure';
import type { ParquetLeaf } from '@/ingestion/parquet/schema-tree';
import { UNPACKERS } from '@/ingestion/parquet/unpack';
import { damaged } from '@/ingestion/source/file-failure';
import { type ImportSource, IngestionError } from '@/ingestion/types';

// Writers make pages of about a megabyte; fastparquet makes one of a whole column.
const MAX_PAGE_BYTES = 128 * 1024 * 1024;
const MAX_PAGE_VALUES = 4 * 1024 * 1024;
const MAX_PAGES = 100_000;
// A header takes some tens of bytes, and more where it holds statistics of long texts.
const HEADER_BYTES = [4_096, 65_536, 1_048_576];

/** A page, found and not yet read. */
export interface ParquetPage extends PageHeader {
  /** Offset of its header in the file. */
  offset: number;
  /** Index within the row group of the first row that begins in it; 0 for a dictionary. */
  firstRow: number;
  rows: number;
  startsRow: boolean;
}

/** One column of one row group: its pages, and how to get at them. */
export class ColumnPages {
  dictionary: ParquetPage | null = null;
  readonly pages: ParquetPage[] = [];

  private constructor(
    readonly leaf: ParquetLeaf,
    private readonly meta: ColumnMetaData,
    private readonly source: ImportSource,
    private readonly unpack: (packed: Uint8Array, length: number) => Uint8Array,
  ) {}

  /**
   * Finds the pages of a column by their headers, which must lie within the file and agree with the footer.
   *
   * @throws IngestionError DAMAGED_FILE, UNSUPPORTED_CODEC, PAGE_TOO_LARGE.
   */
  static async find(
    leaf: ParquetLeaf,
    meta: ColumnMetaData,
    rowCount: number,
    source: ImportSource,
  ): Promise<ColumnPages> {
    const unpacker = await UNPACKERS[meta.codec]?.();
    if (unpacker === undefined) throw unsupported(meta.codec, source);
    const column = new ColumnPages(leaf, meta, source, unpacker);
    await column.scan(rowCount);
    return column;
  }

  /** The stored bytes of a page, header included. */
  async bytesOf({ offset, headerBytes, packedBytes }: ParquetPage): Promise<Buffer> {
    const bytes = await this.source.slice(offset, offset + headerBytes + packedBytes);
    if (bytes.length < headerBytes + packedBytes) throw this.damage('ends in the middle of a page');
    return bytes;
  }

  /**
   * The data of a page as it can be decoded: its levels, where version 2 keeps them apart, and its values unpacked.
   *
   * @throws IngestionError DAMAGED_FILE where sums or lengths are wrong.
   */
  open(page: ParquetPage, bytes: Buffer): Uint8Array {
    const stored = bytes.subarray(page.headerBytes);
    if (!hasRightSum(stored, page)) throw this.damage('has a page with a wrong checksum');
    const levels = page.repetitionBytes + page.definitionBytes;
    if (levels > stored.length || levels > page.unpackedBytes) throw this.damage('has a page with wrong lengths');
    const values = page.isPacked
      ? this.unpacked(stored.subarray(levels), page.unpackedBytes - levels)
      : stored.subarray(levels);
    return levels === 0 ? values : Buffer.concat([stored.subarray(0, levels), values]);
  }

  /** @throws IngestionError DAMAGED_FILE. */
  check(page: ParquetPage, data: Uint8Array): void {
    if (page.kind !== 'dictionary' && !isDecodable(data, page, this.leaf)) {
      throw this.damage('has a page whose values do not fit into it');
    }
  }

  private unpacked(packed: Uint8Array, length: number): Uint8Array {
    // A column of nulls has a dictionary of nothing, on which not every unpacker agrees.
    if (length === 0) return new Uint8Array(0);
    try {
      const data = this.unpack(packed, length);
      if (data.length === length) return data;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
    throw this.damage(`has a page that is not ${this.meta.codec} of the length it says`);
  }

  private async scan(rowCount: number): Promise<void> {
    const { dictionary_page_offset: dictionary, data_page_offset, total_compressed_size, num_values } = this.meta;
    const first = Number(data_page_offset);
    const start = dictionary !== undefined && Number(dictionary) > 0 ? Math.min(Number(dictionary), first) : first;
    const end = start + Number(total_compressed_size);
    if (start < 4 || end <= start || end > this.source.sizeBytes) throw this.damage('lies outside the file');
    let values = 0;
    let row = 0;
    for (let at = start; at < end && values < Number(num_values); ) {
      const page = await this.pageAt(at, end, row);
      at += page.headerBytes + page.packedBytes;
      if (page.kind === 'dictionary') this.dictionary ??= page;
      if (page.kind === 'dictionary' || page.kind === 'other') continue;
      await this.countRows(page);
      values += page.valueCount;
      row += page.rows;
      this.pages.push(page);
      if (this.pages.length > MAX_PAGES) throw this.damage(`has more than ${MAX_PAGES} pages`);
    }
    if (row !== rowCount || values !== Number(num_values)) {
      throw this.damage(`has ${row} rows where the footer says ${rowCount}`);
    }
  }

  private async pageAt(offset: number, end: number, firstRow: number): Promise<ParquetPage> {
    const header = await this.headerAt(offset, end);
    const { packedBytes, unpackedBytes, valueCount, nullCount, rowCount, headerBytes } = header;
    const isWhole = packedBytes >= 0 && unpackedBytes >= 0 && offset + headerBytes + packedBytes <= end;
    if (
      !isWhole ||
      valueCount < 0 ||
      nullCount < 0 ||
      nullCount > valueCount ||
      rowCount < 0 ||
      rowCount > valueCount
    ) {
      throw this.damage('has a page whose header says what cannot be');
    }
    if (unpackedBytes > MAX_PAGE_BYTES || valueCount > MAX_PAGE_VALUES) {
      const limits = `${MAX_PAGE_BYTES / 1024 / 1024} MiB, ${MAX_PAGE_VALUES} values`;
      throw tooLargeAtOnce(this.source, `a page of column "${this.name}" is larger than is read at once (${limits})`);
    }
    return { ...header, offset, firstRow, rows: 0, startsRow: true };
  }

  private async headerAt(offset: number, end: number): Promise<PageHeader> {
    for (const length of HEADER_BYTES) {
      const header = readPageHeader(await this.source.slice(offset, Math.min(end, offset + length)));
      if (header !== null) return header;
    }
    throw this.damage('has a page without a header');
  }

  /** Without lists every value is a row; version 2 says it; else the levels are looked at. */
  private async countRows(page: ParquetPage): Promise<void> {
    page.rows = page.kind === 'data-v2' && this.leaf.maxRepetition > 0 ? page.rowCount : page.valueCount;
    if (page.kind === 'data-v2' || this.leaf.maxRepetition === 0) return;
    const counted = rowsOf(this.open(page, await this.bytesOf(page)), page, this.leaf);
    if (counted === null) throw this.damage('has a page whose values do not fit into it');
    page.rows = counted.rows;
    page.startsRow = counted.startsRow;
  }

  private get name(): string {
    return this.leaf.path.map(({ name }) => name.slice(0, 80)).join('.');
  }

  private damage(what: string): IngestionError {
    return damaged(this.source, `column "${this.name}" ${what}`);
  }
}

function unsupported(codec: string, { name }: ImportSource): IngestionError {
  return new IngestionError(
    'UNSUPPORTED_CODEC',
    `"${name}" is compressed with ${codec ?? 'an unknown method'}, which is not read. Write it with ZSTD, SNAPPY or GZIP.`,
  );
}
