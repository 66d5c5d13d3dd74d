import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Tokenizer as NativeTokenizer } from 'tokenizers';
import { z } from 'zod';
import { InferenceError } from '../errors';
import { splitAtWhitespace } from './split-text';

/** `text`: "[SEP]" in a document is five characters. `control`: it is the separator, as in published encodings. */
export type SpecialTokenReading = 'text' | 'control';

const addedToken = z.looseObject({ id: z.number().int(), content: z.string(), special: z.boolean() });
const tokenizerFile = z.looseObject({
  added_tokens: z.array(addedToken).default([]),
  pre_tokenizer: z.unknown(),
  normalizer: z.unknown(),
  model: z.looseObject({ vocab: z.record(z.string(), z.number().int()) }),
});
type TokenizerFile = z.infer<typeof tokenizerFile>;

/** Texts above this many UTF-16 units are tokenised in pieces: bounded memory, and several cores at once. */
const PIECE_CHARS = 50_000;

/** Turns texts into ids without [CLS] and [SEP], which are added where a text's windows are cut. */
export class Tokenizer {
  private constructor(
    private readonly native: NativeTokenizer,
    private readonly canSplit: boolean,
  ) {}

  /**
   * Loads a tokenizer.json.
   *
   * @throws InferenceError MODEL_NOT_FOUND without the file, TOKENIZER_INVALID when it cannot be read,
   *   TOKENIZER_MISMATCH when an id lies outside the model's vocabulary or a token changed its id.
   */
  static async load(path: string, vocabSize: number, reading: SpecialTokenReading = 'text'): Promise<Tokenizer> {
    const file = await readTokenizerFile(path);
    requireIdsWithin(file, vocabSize, path);
    const shown = reading === 'text' ? hideSpecialTokens(file) : file;
    const native = createNative(shown, path);
    requireSameIds(native, shown, path);
    native.disableTruncation();
    native.disablePadding();
    return new Tokenizer(native, splitsAtWhitespace(shown));
  }

  /** All ids of a text, however long; the total is known even when only a part is read. */
  async encode(text: string): Promise<Int32Array> {
    const pieces = this.canSplit ? splitAtWhitespace(text, PIECE_CHARS) : [text];
    const encodings = await this.native.encodeBatch(pieces, { addSpecialTokens: false });
    if (encodings.length === 1) return Int32Array.from(encodings[0]?.getIds() ?? []);
    return concatenate(encodings.map((encoding) => Int32Array.from(encoding.getIds())));
  }

  /** Encodes short texts together, which costs one crossing into native code for all of them. */
  async encodeAll(texts: readonly string[]): Promise<Int32Array[]> {
    if (texts.some((text) => text.length > PIECE_CHARS)) return Promise.all(texts.map((text) => this.encode(text)));
    const encodings = await this.native.encodeBatch([...texts], { addSpecialTokens: false });
    return encodings.map((encoding) => Int32Array.from(encoding.getIds()));
  }
}

async function readTokenizerFile(path: string): Promise<TokenizerFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new InferenceError('MODEL_NOT_FOUND', 'The model has no readable tokenizer.json', path);
  }
  try {
    return tokenizerFile.parse(JSON.parse(text));
  } catch {
    throw new InferenceError('TOKENIZER_INVALID', 'tokenizer.json is not a tokenizer of the tokenizers library', path);
  }
}

function requireIdsWithin(file: TokenizerFile, vocabSize: number, path: string): void {
  let largest = 0;
  for (const id of Object.values(file.model.vocab)) largest = Math.max(largest, id);
  for (const token of file.added_tokens) largest = Math.max(largest, token.id);
  if (largest >= vocabSize) {
    throw new InferenceError(
      'TOKENIZER_MISMATCH',
      `tokenizer.json has id ${largest}, the model knows ids below ${vocabSize}`,
      path,
    );
  }
}

/**
 * Renames special tokens to something no document can contain. The Node binding has no switch to read them as text, and
 * removing them would shift the ids of the tokens after them.
 */
function hideSpecialTokens(file: TokenizerFile): TokenizerFile {
  const secret = randomBytes(16).toString('hex');
  const vocab = { ...file.model.vocab };
  const added = file.added_tokens.map((token) => {
    if (!token.special) return token;
    const content = `${secret}${token.content}`;
    const id = vocab[token.content];
    if (id !== undefined) {
      delete vocab[token.content];
      vocab[content] = id;
    }
    return { ...token, content };
  });
  return { ...file, added_tokens: added, model: { ...file.model, vocab } };
}

function createNative(file: TokenizerFile, path: string): NativeTokenizer {
  try {
    return NativeTokenizer.fromString(JSON.stringify(file));
  } catch (error) {
    throw new InferenceError(
      'TOKENIZER_INVALID',
      `tokenizer.json is refused: ${error instanceof Error ? error.message : error}`,
      path,
    );
  }
}

function requireSameIds(native: NativeTokenizer, file: TokenizerFile, path: string): void {
  for (const token of file.added_tokens) {
    if (native.tokenToId(token.content) !== token.id) {
      throw new InferenceError('TOKENIZER_MISMATCH', `tokenizer.json: token ${token.id} loads under another id`, path);
    }
  }
}

const byteLevel = z.looseObject({
  type: z.literal('ByteLevel'),
  add_prefix_space: z.literal(false),
  use_regex: z.literal(true),
});
const nfc = z.looseObject({ type: z.literal('NFC') }).nullable();

/**
 * Whether cutting before a whitespace that follows something else leaves the ids unchanged: true of GPT-2's byte-level
 * pattern, whose pieces hold whitespace only at their start, and of NFC, which composes nothing across a space.
 */
function splitsAtWhitespace(file: TokenizerFile): boolean {
  const hasInnerSpace = file.added_tokens.some((token) => /\S\s/.test(token.content));
  return byteLevel.safeParse(file.pre_tokenizer).success && nfc.safeParse(file.normalizer).success && !hasInnerSpace;
}

function concatenate(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((total, part) => total + part.length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}
