import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** A document of a collection whose truth is known. */
export interface KnownDocument {
  readonly score: number;
  readonly isRelevant: boolean;
}

export const COLLECTIONS = ['bannach-brown-2019', 'kitchenham-2010', 'nagtegaal-2019'] as const;
export type CollectionName = (typeof COLLECTIONS)[number];

/** All documents of a collection with the starter's scores, in the order of the published file. */
export async function readCollection(name: CollectionName): Promise<KnownDocument[]> {
  const text = await readFile(new URL(`./${name}.csv`, import.meta.url), 'utf8');
  const [, ...lines] = text.trim().split('\n');
  return lines.map((line) => {
    const [, score, rating] = z.tuple([z.number(), z.number(), z.number()]).parse(line.split(',').map(Number));
    return { score, isRelevant: rating >= 3 };
  });
}
