import type { ImportSource } from '@/ingestion/types';

const TAIL_BYTES = 2_048;
const HEAD_BYTES = 1_024;

/**
 * Whether the end of a PDF leads to its directory, as an unharmed one's does. Where it does not, pdf.js looks for what
 * objects it can find, and says nothing of it.
 */
export async function isIntact(source: ImportSource): Promise<boolean> {
  const { sizeBytes } = source;
  const tail = (await source.slice(Math.max(0, sizeBytes - TAIL_BYTES), sizeBytes)).toString('latin1');
  const offset = /startxref\s+(\d{1,12})\s+%%EOF/.exec(tail)?.[1];
  if (offset === undefined) return false;
  const head = (await source.slice(0, HEAD_BYTES)).toString('latin1');
  // Offsets count from the signature where something stands before it, or from the first byte all the same.
  const starts = [Number(offset), Number(offset) + Math.max(0, head.indexOf('%PDF-'))];
  for (const at of starts) {
    const target = (await source.slice(at, at + 32)).toString('latin1');
    if (/^\s*(?:xref|\d+\s+\d+\s+obj)/.test(target)) return true;
  }
  return false;
}
