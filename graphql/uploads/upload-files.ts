import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';
import { giveUpUpload } from '@/graphql/uploads/own-upload';
import { isDiskFull } from '@/graphql/uploads/upload-refusal';

const WRITE_FAILED = {
  status_code: 500,
  body: 'The file could not be written. What is stored is kept; resume later.\n',
};

type Upload = Parameters<FileStore['create']>[0];

/**
 * The protocol's file store with two promises more: an offset is told only when its bytes are on the disk (flushed),
 * and a full disk is told as such. The size is stated when the upload begins, so it is not left open.
 */
export class UploadFiles extends FileStore {
  constructor(options: ConstructorParameters<typeof FileStore>[0]) {
    super(options);
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
  }

  /** Where there is no room for the file, nobody learns of the upload: its promise must not count for a day. */
  override async create(upload: Upload): Promise<Upload> {
    try {
      return await super.create(upload);
    } catch (error) {
      await giveUpUpload(upload.id);
      throw error;
    }
  }

  override async write(source: Readable, id: string, offset: number): Promise<number> {
    let received = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        received += chunk.length;
        done(null, chunk);
      },
    });
    const path = join(this.directory, id);
    const file = createWriteStream(path, { flags: 'r+', start: offset, flush: true });
    try {
      await pipeline(source, count, file);
    } catch (error) {
      await keepWhatCame(file, path);
      if (isDiskFull(error)) throw error;
      throw WRITE_FAILED;
    }
    return offset + received;
  }
}

/** The next request asks how long the file is: no byte may come late, and those that came are on the disk. */
async function keepWhatCame(file: WriteStream, path: string): Promise<void> {
  if (!file.closed) await once(file, 'close');
  const handle = await open(path, 'r+').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
