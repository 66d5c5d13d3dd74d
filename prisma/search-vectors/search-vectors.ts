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
const WORDS_AT_ONCE = 1_000;

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
  words ??= openWords();
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
  if (table.isFull && words?.table === table) words = null;
  return vectors.toBuffer();
}

function openWords(): Words {
  const table = new WordTable();
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

/** Told behind each word: where it stands tells how many positions the word took. */
const END = 'zq';
const ONE_LEXEME = `':1 '${END}':2`;

const ASK_FOR_WORDS = `
  SELECT to_tsvector('english', ' ' || word || ' ${END}')::text
  FROM unnest($1::text[]) WITH ORDINALITY AS asked (word, place) ORDER BY place`;

async function learn(tx: ClientBase, table: WordTable, asked: readonly number[]): Promise<void> {
  if (asked.length === 0) return;
  const spelled = new BinaryArray(TEXT_TYPE);
  for (const word of asked) spelled.addText(table.wordAt(word));
  const values = [spelled.toBuffer()];
  const { rows } = await tx.query<[string]>({ text: ASK_FOR_WORDS, values, rowMode: 'array' });
  for (const [index, word] of asked.entries()) {
    const vector = rows[index]?.[0] ?? '';
    const lexemes = oneLexemeIn(vector) ?? lexemesIn(vector);
    // The last is the one behind the word, which may hold the same.
    const end = lexemes.pop();
    if (end?.lexeme === END) table.learn(word, lexemes, end.position - 1);
    if (index % WORDS_AT_ONCE === 0) await othersHadTheirTurn();
  }
}

/** Of 'cell':1 'zq':2, as nearly all are, without looking for more. */
function oneLexemeIn(vector: string): WordLexeme[] | null {
  if (!vector.endsWith(ONE_LEXEME)) return null;
  const lexeme = vector.slice(1, -ONE_LEXEME.length);
  if (lexeme.includes("'") || lexeme.includes('\\')) return null;
  return [
    { lexeme, position: 1 },
    { lexeme: END, position: 2 },
  ];
}

/** 'cell':2 'x':1,3 as lexemes in the order of their positions. */
function lexemesIn(vector: string): WordLexeme[] {
  const lexemes = [...vector.matchAll(/'((?:[^'\\]|''|\\\\)*)':([\d,]+)/g)].flatMap(
    ([, quoted = '', positions = '']) => {
      const lexeme = quoted.replaceAll("''", "'").replaceAll('\\\\', '\\');
      return positions.split(',').map((position) => ({ lexeme, position: Number(position) }));
    },
  );
  return lexemes.sort((one, other) => one.position - other.position);
}
