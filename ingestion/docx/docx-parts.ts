import { damaged, encrypted } from '@/ingestion/source/file-failure';
import { parseXml } from '@/ingestion/spreadsheet/xml-stream';
import type { ZipPackage } from '@/ingestion/spreadsheet/zip-package';
import type { ImportSource } from '@/ingestion/types';

// The text of a thousand pages is 10 MiB of XML; a tree of them takes ten times that.
const MAX_XML_BYTES = 48 * 1024 * 1024;
const NOTHING = { open: () => undefined, close: () => undefined, text: () => undefined };

/**
 * The XML parts of a Word file, each read once and only when asked for: pictures and fonts never are. What is handed
 * on has been checked: it is XML, not nested beyond reason, declares no document type, and is not larger than it may be.
 */
export class DocxParts {
  private xmlBytes = 0;

  constructor(
    private readonly source: ImportSource,
    private readonly zip: ZipPackage,
  ) {}

  exists(name: string): boolean {
    return this.zip.has(name);
  }

  /** @throws IngestionError DAMAGED_FILE, ENCRYPTED_FILE, ENTITY_EXPANSION, DECOMPRESSION_BOMB. */
  async read(name: string): Promise<string> {
    if (this.zip.isEncrypted(name)) throw encrypted(this.source);
    const parts: Buffer[] = [];
    for await (const _ of parseXml(this.source.name, this.keep(name, parts), NOTHING));
    return Buffer.concat(parts).toString('utf8');
  }

  private async *keep(name: string, parts: Buffer[]): AsyncGenerator<Buffer> {
    for await (const chunk of this.zip.read(name)) {
      this.xmlBytes += chunk.length;
      if (this.xmlBytes > MAX_XML_BYTES) throw damaged(this.source, 'its text is larger than any document');
      parts.push(chunk);
      yield chunk;
    }
  }
}
