import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';
import { isDiskFull } from '@/graphql/uploads/upload-refusal';

const WRITE_FAILED = {
  status_code: 500,
  body: 'The file could not be written. What is stored is kept; resume later.\n',
};

/**
 * The protocol's file store with two promises more: an offset is told only when its bytes are on the disk (flushed),
 * and a full disk is told as such. The size is stated when the upload begins, so it is not left open.
 */
export class UploadFiles extends FileStore {
  constructor(options: ConstructorParameters<typeof FileStore>[0]) {
    super(options);
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
  }

  override async write(source: Readable, id: string, offset: number): Promise<number> {
    let received = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        received += chunk.length;
        done(null, chunk);
      },
    });
    try {
      const file = createWriteStream(join(this.directory, id), { flags: 'r+', start: offset, flush: true });
      await pipeline(source, count, file);
    } catch (error) {
      if (isDiskFull(error)) throw error;
      throw WRITE_FAILED;
    }
    return offset + received;
  }
}
