import { setImmediate as othersHadTheirTurn } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { BinaryArray, TEXT_TYPE, TSVECTOR_TYPE } from './binary-array';
import { NumberList, numberWords } from './number-words';
import { VectorWriter } from './vector-writer';
import { type WordLexeme, WordTable } from './word-table';

export interface SearchedText {
  readonly title: string | null;
  readonly text: string;
}

/** Of a vector's 1 MB that many characters of four bytes never need more than a half, their compounds included. */
const LONGEST_TEXT = 60_000;
/** Words that are asked for at once; texts with others wait for nothing, PostgreSQL makes their vectors. */
const MOST_ASKED = 10_000;
/** Texts between two pauses, about 2 ms: the same thread speaks for the batches that are further on. */
const TEXTS_AT_ONCE = 50;
const GROUPS_AT_ONCE = 50;

/** Where the words of a text are in the list of all. */
interface Place {
  readonly isRead: boolean;
  readonly start: number;
  readonly titleEnd: number;
  readonly end: number;
}

interface Words {
  readonly table: WordTable;
  readonly writer: VectorWriter;
}

/** What this process has heard of words: the same for every project, and the server's word for it does not change. */
let words: Words | null = null;

/**
 * The search vectors of titles (weight A) with their texts, to the byte what `setweight(to_tsvector('english', title), 'A')
 * || to_tsvector('english', text)` makes of them, for a third of the processor time: words come again, and PostgreSQL is
 * asked once what each means. It cuts, stems and leaves out; here its answers are only put together.
 *
 * @returns A parameter of the type tsvector[]; null stands for a text that PostgreSQL has to read itself: with tags, very
 *   long, or with too many words never heard of.
 */
export async function searchVectors(tx: ClientBase, texts: readonly SearchedText[]): Promise<Buffer> {
  words ??= openWords(null);
  const { table, writer } = words;
  const numbers = new NumberList();
  const places: Place[] = [];
  for (const text of texts) {
    places.push(placeOf(text, table, numbers));
    if (places.length % TEXTS_AT_ONCE === 0) await othersHadTheirTurn();
  }
  await learn(tx, table, unknownOf(numbers.view(0, numbers.length), table));
  const vectors = new BinaryArray(TSVECTOR_TYPE);
  for (const [index, { isRead, start, titleEnd, end }] of places.entries()) {
    const isWritten = isRead && writer.write(numbers.view(start, titleEnd), numbers.view(titleEnd, end), vectors);
    if (!isWritten) vectors.addNull();
    if (index % TEXTS_AT_ONCE === 0) await othersHadTheirTurn();
  }
  // Another call may have found it full meanwhile.
  if (table.isFull && words?.table === table) words = openWords(table);
  return vectors.toBuffer();
}

function openWords(before: WordTable | null): Words {
  const table = new WordTable(before);
  return { table, writer: new VectorWriter(table) };
}

function placeOf({ title, text }: SearchedText, table: WordTable, numbers: NumberList): Place {
  const start = numbers.length;
  const isShort = (title?.length ?? 0) + text.length <= LONGEST_TEXT;
  const isTitleRead = isShort && numberWords(title ?? '', table, numbers);
  const titleEnd = numbers.length;
  const isRead = isTitleRead && numberWords(text, table, numbers);
  return { isRead, start, titleEnd, end: numbers.length };
}

function unknownOf(numbers: Int32Array, table: WordTable): readonly number[] {
  const unknown = new Set<number>();
  for (const word of numbers) {
    if (table.isKnown(word)) continue;
    unknown.add(word);
    if (unknown.size === MOST_ASKED) break;
  }
  return [...unknown];
}

/** Told behind what is asked for: where it stands tells how many positions that took. */
const END = 'zq';
/** Plain words that are asked for as one text; of one lexeme PostgreSQL keeps 255 positions. */
const PLAIN_AS_ONE = 200;

const ASK = `
  SELECT to_tsvector('english', ' ' || words || ' ${END}')::text
  FROM unnest($1::text[]) WITH ORDINALITY AS asked (words, place) ORDER BY place`;

async function learn(tx: ClientBase, table: WordTable, words: readonly number[]): Promise<void> {
  if (words.length === 0) return;
  const groups = groupsOf(words, table);
  const asked = new BinaryArray(TEXT_TYPE);
  for (const group of groups) asked.addText(group.map((word) => table.wordAt(word)).join(' '));
  const { rows } = await tx.query<[string]>({ text: ASK, values: [asked.toBuffer()], rowMode: 'array' });
  for (const [index, group] of groups.entries()) {
    learnGroup(table, group, lexemesIn(rows[index]?.[0] ?? ''));
    if (index % GROUPS_AT_ONCE === 0) await othersHadTheirTurn();
  }
}

/** A word of letters takes one position, so many are asked for as one text; others may take any number, or none. */
function groupsOf(words: readonly number[], table: WordTable): number[][] {
  const groups = words.filter((word) => !table.isPlain(word)).map((word) => [word]);
  const plain = words.filter((word) => table.isPlain(word));
  for (let from = 0; from < plain.length; from += PLAIN_AS_ONE) groups.push(plain.slice(from, from + PLAIN_AS_ONE));
  return groups;
}

/** @param lexemes  Of all the words and what was told behind them. */
function learnGroup(table: WordTable, group: readonly number[], lexemes: WordLexeme[]): void {
  // The last is the one behind the words, which may hold the same.
  const end = lexemes.pop();
  if (end?.lexeme !== END) return;
  const [first = -1, ...others] = group;
  if (others.length === 0) table.learn(first, lexemes, end.position - 1);
  // A word of letters that takes no position or two is none that PostgreSQL has by itself: nothing is concluded.
  else if (end.position === group.length + 1) learnOneByOne(table, group, lexemes);
}

function learnOneByOne(table: WordTable, group: readonly number[], lexemes: readonly WordLexeme[]): void {
  let next = 0;
  for (const [index, word] of group.entries()) {
    const own: WordLexeme[] = [];
    for (; lexemes[next]?.position === index + 1; next++)
      own.push({ lexeme: lexemes[next]?.lexeme ?? '', position: 1 });
    table.learn(word, own, 1);
  }
}

/** 'cell':2 'x':1,3 as lexemes in the order of their positions. */
function lexemesIn(vector: string): WordLexeme[] {
  const found: WordLexeme[] = [];
  for (const [, quoted = '', positions = ''] of vector.matchAll(/'((?:[^'\\]|''|\\\\)*)':([\d,]+)/g)) {
    const lexeme = quoted.replaceAll("''", "'").replaceAll('\\\\', '\\');
    for (const position of positions.split(',')) found.push({ lexeme, position: Number(position) });
  }
  return found.sort((one, other) => one.position - other.position);
}
