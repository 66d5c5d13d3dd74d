import type { ArchiveBudget } from '@/ingestion/archive/archive-budget';
import { damaged, PackedStretch } from '@/ingestion/archive/unpack';
import type { ImportSource } from '@/ingestion/types';

const FIXED_HEADER_BYTES = 10;
// Name and comment in a header are short; more is no header.
const MAX_HEADER_BYTES = 65_536;
const TRAILER_BYTES = 8;
const FLAG = { checksum: 2, extra: 4, name: 8, comment: 16 } as const;

/** The members of a gzip file, one behind the other as `cat a.gz b.gz` makes them. Source: RFC 1952. */
export class GzipMembers {
  /** Bytes behind the last member that are neither another nor padding. */
  strayBytes = 0;

  constructor(
    private readonly source: ImportSource,
    private readonly budget: ArchiveBudget,
  ) {}

  /** @throws IngestionError DAMAGED_FILE, DECOMPRESSION_BOMB, ARCHIVE_TOO_LARGE. */
  async *bytes(): AsyncGenerator<Buffer> {
    const { sizeBytes } = this.source;
    this.strayBytes = 0;
    let at = 0;
    let unpackedBytes = 0;
    do {
      const start = at + (await this.headerLength(at));
      const stretch = new PackedStretch(this.source, start, sizeBytes, this.budget, unpackedBytes);
      yield* stretch.inflated();
      const trailer = await this.source.slice(start + stretch.packedBytes, start + stretch.packedBytes + TRAILER_BYTES);
      if (trailer.length < TRAILER_BYTES) throw damaged('it ends before its checksum');
      if (trailer.readUInt32LE(0) !== stretch.crc || trailer.readUInt32LE(4) !== stretch.unpackedBytes % 2 ** 32) {
        throw damaged('its checksum does not fit its content');
      }
      at = start + stretch.packedBytes + TRAILER_BYTES;
      unpackedBytes += stretch.unpackedBytes;
    } while (await this.isMember(at));
    if (await this.hasContent(at)) this.strayBytes = sizeBytes - at;
  }

  private async isMember(at: number): Promise<boolean> {
    const head = await this.source.slice(at, at + 3);
    return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
  }

  /** Zeros behind the last member are padding of a tape or a disk. */
  private async hasContent(at: number): Promise<boolean> {
    const rest = await this.source.slice(at, at + MAX_HEADER_BYTES);
    return rest.some((byte) => byte !== 0);
  }

  private async headerLength(at: number): Promise<number> {
    const head = await this.source.slice(at, at + MAX_HEADER_BYTES);
    if (head.length < FIXED_HEADER_BYTES || head[2] !== 8) throw damaged('it has no gzip header');
    const flags = head[3] ?? 0;
    let length = FIXED_HEADER_BYTES;
    if (flags & FLAG.extra) length += 2 + (head.length >= length + 2 ? head.readUInt16LE(length) : head.length);
    if (flags & FLAG.name) length = endOfText(head, length);
    if (flags & FLAG.comment) length = endOfText(head, length);
    if (flags & FLAG.checksum) length += 2;
    if (length > head.length) throw damaged('its gzip header is not complete');
    return length;
  }
}

function endOfText(head: Buffer, from: number): number {
  const end = head.indexOf(0, from);
  return end < 0 ? head.length + 1 : end + 1;
}
