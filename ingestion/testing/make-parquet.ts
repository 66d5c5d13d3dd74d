import type { CompressionCodec, FileMetaData, SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { serializeTCompactProtocol } from 'hyparquet-writer/src/thrift.js';

export interface MadePage {
  data: Buffer;
  valueCount: number;
  /** What the header says of the length of the data, packed and unpacked, where that is not the truth. */
  saysPacked?: number;
  saysUnpacked?: number;
  /** 0: a data page, 2: a dictionary. */
  type?: number;
  /** 0: plain, 8: indexes into the dictionary. */
  encoding?: number;
}

export interface MadeParquet {
  pages: MadePage[];
  rows: number;
  codec?: CompressionCodec;
  /** Below the root; one leaf. */
  schema?: SchemaElement[];
  path?: string[];
  change?: (metadata: FileMetaData) => void;
}

const TEXT: SchemaElement = { name: 'text', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' };

/** A Parquet file of one column, page by page, so that it can say what is not so. */
export function makeParquet({ pages, rows, codec, schema, path, change }: MadeParquet): Buffer {
  const body = Buffer.concat(pages.flatMap((page) => [pageHeader(page), page.data]));
  const leaves = schema ?? [TEXT];
  const leaf = leaves.at(-1);
  const meta_data = {
    type: leaf?.type ?? 'BYTE_ARRAY',
    encodings: [],
    path_in_schema: path ?? leaves.map(({ name }) => name),
    codec: codec ?? 'UNCOMPRESSED',
    num_values: BigInt(pages.reduce((sum, { type, valueCount }) => sum + (type === 2 ? 0 : valueCount), 0)),
    total_uncompressed_size: BigInt(body.length),
    total_compressed_size: BigInt(body.length),
    data_page_offset: 4n,
  };
  const metadata: FileMetaData = {
    version: 2,
    schema: [{ name: 'root', num_children: 1 }, ...leaves],
    num_rows: BigInt(rows),
    row_groups: [
      { columns: [{ file_offset: 4n, meta_data }], total_byte_size: BigInt(body.length), num_rows: BigInt(rows) },
    ],
    metadata_length: 0,
  };
  change?.(metadata);
  const footer = new ByteWriter();
  // It writes its own length behind the metadata.
  writeMetadata(footer, metadata);
  return Buffer.concat([Buffer.from('PAR1'), body, Buffer.from(footer.getBytes()), Buffer.from('PAR1')]);
}

/** Texts as a plain page of a required column has them. */
export function plainTexts(texts: readonly string[]): MadePage {
  const data = texts.flatMap((text) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(Buffer.byteLength(text));
    return [length, Buffer.from(text)];
  });
  return { data: Buffer.concat(data), valueCount: texts.length };
}

function pageHeader({ data, valueCount, saysPacked, saysUnpacked, type = 0, encoding = 0 }: MadePage): Buffer {
  const writer = new ByteWriter();
  const details = { field_1: valueCount, field_2: encoding, field_3: 3, field_4: 3 };
  serializeTCompactProtocol(writer, {
    field_1: type,
    field_2: saysUnpacked ?? data.length,
    field_3: saysPacked ?? data.length,
    ...(type === 2 ? { field_7: details } : { field_5: details }),
  });
  return Buffer.from(writer.getBytes());
}
