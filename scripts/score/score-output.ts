import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { errorText, SetupError } from '../setup-error';

/** Where lines go; each is there whole or not at all, whenever this process ends. */
export interface ScoreOutput {
  /** @param lines  Each with its line end. Resolves when the reader has room for more. */
  write(lines: readonly string[]): Promise<void>;
  close(): void;
}

/** What a pipe takes whole or not at all on Linux (PIPE_BUF); a longer line goes alone. */
const WHOLE_BYTES = 4096;

/** Standard output. A reader that leaves (`| head`) makes a write fail with EPIPE. */
export function streamOutput(stream: Writable): ScoreOutput {
  // Each failure is told to the write it concerns.
  stream.on('error', () => undefined);
  const send = (text: string) =>
    new Promise<void>((resolve, reject) => {
      stream.write(text, (error) => (error ? reject(error) : resolve()));
    });
  return {
    async write(lines) {
      for (const block of wholeBlocks(lines)) await send(block);
    },
    close: () => undefined,
  };
}

function* wholeBlocks(lines: readonly string[]): Generator<string> {
  let block = '';
  let bytes = 0;
  for (const line of lines) {
    const length = Buffer.byteLength(line);
    if (bytes > 0 && bytes + length > WHOLE_BYTES) {
      yield block;
      block = '';
      bytes = 0;
    }
    block += line;
    bytes += length;
  }
  if (bytes > 0) yield block;
}

/**
 * - `new`: the file must not be there.
 * - `over`: one that is there is emptied first.
 * - a number: the file is cut to so many bytes and goes on from there.
 */
export type OutputStart = 'new' | 'over' | number;

/**
 * A file. Writing is synchronous: a signal is handled between two writes, never inside one.
 *
 * @throws SetupError when it cannot be opened or written.
 */
export function fileOutput(path: string, start: OutputStart): ScoreOutput {
  const explain = <Value>(act: () => Value, remedy: string): Value => {
    try {
      return act();
    } catch (error) {
      throw new SetupError(`${path} cannot be written: ${errorText(error)}.`, remedy, { cause: error });
    }
  };
  const [flags, from] = start === 'new' ? ['wx', 0] : start === 'over' ? ['w', 0] : ['r+', start];
  const file = explain(() => openSync(path, flags), 'Name another file, or give this user the right to write it.');
  let written = from;
  explain(() => ftruncateSync(file, from), 'Name a plain file, or leave --output out for standard output.');
  return {
    async write(lines) {
      const bytes = Buffer.from(lines.join(''));
      explain(() => {
        try {
          for (let done = 0; done < bytes.length; )
            done += writeSync(file, bytes, done, bytes.length - done, written + done);
        } catch (error) {
          ftruncateSync(file, written);
          throw error;
        }
      }, 'Make room; the same command with --resume goes on where this one stopped.');
      written += bytes.length;
    },
    close() {
      explain(() => fsyncSync(file), 'Check the disk; the same command with --resume goes on.');
      closeSync(file);
    },
  };
}
