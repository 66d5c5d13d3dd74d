import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { IngestionError } from '@/ingestion/types';

const MIB = 1024 * 1024;
const IN_MEMORY_BYTES = 32 * MIB;
const WITHOUT_FOLDER_BYTES = 256 * MIB;
const ON_DISK_BYTES = 4_096 * MIB;
let spooled = 0;

/**
 * Unpacked bytes that can be read at any place: small ones in memory, larger ones in a file that has lost its name as
 * soon as it is open, so that it goes with the process whatever ends that.
 */
export class Spool {
  private readonly parts: Buffer[] = [];
  private bytes: Buffer | null = null;
  private file: FileHandle | null = null;
  private filling: Promise<void> | null = null;
  length = 0;

  /** @param folder  Without one everything stays in memory, and large entries are refused. */
  constructor(
    private readonly unpack: () => AsyncIterable<Buffer>,
    private readonly folder: string | undefined,
  ) {}

  /** Takes in everything, once. */
  fill(): Promise<void> {
    this.filling ??= this.takeAll();
    return this.filling;
  }

  async slice(start: number, end: number): Promise<Buffer> {
    await this.fill();
    if (this.file === null) return this.inMemory().subarray(start, Math.max(start, end));
    const bytes = Buffer.alloc(Math.max(0, Math.min(end, this.length) - start));
    const { bytesRead } = await this.file.read(bytes, 0, bytes.length, start);
    return bytes.subarray(0, bytesRead);
  }

  async close(): Promise<void> {
    await this.file?.close();
    this.file = null;
    this.parts.length = 0;
    this.bytes = null;
  }

  private async takeAll(): Promise<void> {
    for await (const chunk of this.unpack()) {
      this.length += chunk.length;
      if (this.length > (this.folder === undefined ? WITHOUT_FOLDER_BYTES : ON_DISK_BYTES)) throw tooLarge(this.length);
      this.parts.push(chunk);
      if (this.folder !== undefined && (this.file !== null || this.length > IN_MEMORY_BYTES)) await this.moveOut();
    }
  }

  private async moveOut(): Promise<void> {
    this.file ??= await openNameless(String(this.folder));
    await this.file.writev(this.parts);
    this.parts.length = 0;
  }

  private inMemory(): Buffer {
    this.bytes ??= Buffer.concat(this.parts);
    this.parts.length = 0;
    return this.bytes;
  }
}

async function openNameless(folder: string): Promise<FileHandle> {
  spooled += 1;
  const path = join(folder, `entry-${spooled}`);
  const file = await open(path, 'wx+');
  await unlink(path);
  return file;
}

function tooLarge(length: number): IngestionError {
  const message = `The file unpacks to more than ${Math.floor(length / MIB)} MiB, more than is read of its kind within an archive.`;
  return new IngestionError('ENTRY_TOO_LARGE', message);
}
