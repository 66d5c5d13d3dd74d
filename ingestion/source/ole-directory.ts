import type { ImportSource } from '@/ingestion/types';

const HEADER_BYTES = 512;
const ENTRY_BYTES = 128;
const FAT_SECTORS_IN_HEADER = 109;
// The streams of an office file are a dozen; what a hostile directory hides further on is not looked for.
const MAX_SECTORS = 64;
const LAST_REGULAR_SECTOR = 0xfffffff9;

/** Names of the streams in an OLE container, the wrapping of old and of encrypted office files. Source: [MS-CFB]. */
export class OleDirectory {
  constructor(private readonly source: ImportSource) {}

  /** @returns As many as can be found; none where the container is damaged. */
  async names(): Promise<string[]> {
    const header = await this.source.slice(0, HEADER_BYTES);
    if (header.length < HEADER_BYTES) return [];
    const shift = header.readUInt16LE(30);
    if (shift !== 9 && shift !== 12) return [];
    const sectorBytes = 2 ** shift;
    const names: string[] = [];
    let sector = header.readUInt32LE(48);
    for (let count = 0; count < MAX_SECTORS && sector <= LAST_REGULAR_SECTOR; count += 1) {
      names.push(...namesIn(await this.sector(sector, sectorBytes)));
      sector = await this.next(sector, header, sectorBytes);
    }
    return names;
  }

  private sector(sector: number, sectorBytes: number): Promise<Buffer> {
    return this.source.slice((sector + 1) * sectorBytes, (sector + 2) * sectorBytes);
  }

  /** The allocation table says which sector follows; only the part of it that the header lists is looked at. */
  private async next(sector: number, header: Buffer, sectorBytes: number): Promise<number> {
    const perSector = sectorBytes / 4;
    const table = Math.floor(sector / perSector);
    if (table >= FAT_SECTORS_IN_HEADER) return LAST_REGULAR_SECTOR + 1;
    const place = await this.sector(header.readUInt32LE(76 + 4 * table), sectorBytes);
    const at = 4 * (sector % perSector);
    return at + 4 <= place.length ? place.readUInt32LE(at) : LAST_REGULAR_SECTOR + 1;
  }
}

function namesIn(sector: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at + ENTRY_BYTES <= sector.length; at += ENTRY_BYTES) {
    const nameBytes = Math.min(64, sector.readUInt16LE(at + 64));
    if (nameBytes > 2) names.push(sector.toString('utf16le', at, at + nameBytes - 2));
  }
  return names;
}
