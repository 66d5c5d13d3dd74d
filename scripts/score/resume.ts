import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { SetupError } from '../setup-error';
import type { InputRecord } from './records';

const LF = 10;

export interface DoneBefore {
  readonly records: number;
  /** Length of the whole lines; what follows is a line that was cut off. */
  readonly bytes: number;
  /** Of the last line with a score; null when there is none. */
  readonly provenance: Provenance | null;
}

export interface Provenance {
  readonly model: string;
  readonly revision: string;
  readonly precision: string;
}

const outputLine = z.looseObject({
  id: z.union([z.string(), z.number()]),
  revision: z.string().optional(),
  model: z.string().optional(),
  precision: z.string().optional(),
});

/**
 * Reads the output of an earlier run beside the input and takes those records from `records` that have a line there.
 * Nothing is written.
 *
 * @throws SetupError when a line is none of `winnow score`, or belongs to another record than the input has there.
 */
export async function skipDone(path: string, records: AsyncIterator<InputRecord>): Promise<DoneBefore> {
  const cause = 'Nothing was written. Resume with the same input and fields, or name another output.';
  let done: DoneBefore = { records: 0, bytes: 0, provenance: null };
  for await (const { text, end } of wholeLines(path)) {
    const number = done.records + 1;
    const line = parseLine(text);
    if (!line) throw new SetupError(`Line ${number} of ${path} is none that winnow score writes.`, cause);
    const record = await records.next();
    if (record.done) throw new SetupError(`${path} has more lines than there are records to score.`, cause);
    if (record.value.id !== line.id) {
      throw new SetupError(
        `Line ${number} of ${path} is of ${JSON.stringify(line.id)}, the input has ${JSON.stringify(record.value.id)} there.`,
        cause,
      );
    }
    const { model, revision, precision } = line;
    const provenance = model && revision && precision ? { model, revision, precision } : done.provenance;
    done = { records: number, bytes: end, provenance };
  }
  return done;
}

function parseLine(text: string): z.infer<typeof outputLine> | null {
  try {
    return outputLine.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Lines that have their end, with the offset behind it. */
async function* wholeLines(path: string): AsyncGenerator<{ text: string; end: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of createReadStream(path)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk);
    let start = 0;
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, start)) {
      const text = bytes.toString('utf8', start, at);
      start = at + 1;
      yield { text, end: offset + start };
    }
    rest = bytes.subarray(start);
    offset += start;
  }
}
