import { type ImportCode, IngestionError } from '@/ingestion/types';

export interface Doctype {
  /** Name of the root element it promises. */
  name: string;
  /** Offset behind its '>'. */
  end: number;
}

// Those of real exports have a few hundred characters; twice as long is what the format is judged by.
const MAX_DOCTYPE_LENGTH = 32 * 1024;
const MAX_ENTITY_LENGTH = 1_000;
// An opener without its end matches as the last alternatives, and tells that the text goes on.
const TOKEN = /"[^"]*"|'[^']*'|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|["'[\]>]|<!--|<\?|<!/g;
const ENTITY = /<!ENTITY\s+(?:%\s+)?([^\s"'>]+)\s+(?:(?:SYSTEM|PUBLIC)\b([^>]*)|"([^"]*)"|'([^']*)')/g;
const EXPANDS = /&(?!(?:amp|lt|gt|quot|apos);)[^#\s;&][^\s;&]*;|%[\w.:-]+;/;

/**
 * Reads a document type declaration and refuses entities that could do harm. None is ever expanded or fetched; whoever
 * refers to a harmless one gets its name as text.
 *
 * @param text  Begins with '<!DOCTYPE'.
 * @returns null while its end has not come.
 * @throws IngestionError ENTITY_EXPANSION, EXTERNAL_ENTITY, ENTITY_TOO_LARGE.
 */
export function readDoctype(text: string): Doctype | null {
  const end = endOf(text);
  if (end === null) {
    if (text.length > MAX_DOCTYPE_LENGTH) refuse('ENTITY_TOO_LARGE', 'Its document type');
    return null;
  }
  const declaration = text.slice(0, end);
  if (declaration.length > MAX_DOCTYPE_LENGTH) refuse('ENTITY_TOO_LARGE', 'Its document type');
  for (const [, name, external, double, single] of declaration.replace(/<!--[\s\S]*?-->/g, '').matchAll(ENTITY)) {
    refuseHarmful(`Entity "${(name ?? '').slice(0, 40)}"`, external, double ?? single ?? '');
  }
  return { name: /^<!DOCTYPE\s+([^\s[>]+)/i.exec(declaration)?.[1] ?? '', end };
}

function refuseHarmful(what: string, external: string | undefined, value: string): void {
  // A picture or film that is named but not parsed (NDATA) is harmless.
  if (external !== undefined && !/\sNDATA\s/.test(external)) refuse('EXTERNAL_ENTITY', what);
  if (EXPANDS.test(value)) refuse('ENTITY_EXPANSION', what);
  if (value.length > MAX_ENTITY_LENGTH) refuse('ENTITY_TOO_LARGE', what);
}

function endOf(text: string): number | null {
  let isInSubset = false;
  let declarations = 0;
  TOKEN.lastIndex = '<!DOCTYPE'.length;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [token] = match;
    if (token === '"' || token === "'" || token === '<!--' || token === '<?') return null;
    if (token === '[') isInSubset = true;
    else if (token === ']') isInSubset = false;
    else if (token === '<!') declarations += 1;
    else if (token === '>' && declarations > 0) declarations -= 1;
    else if (token === '>' && !isInSubset) return match.index + 1;
  }
  return null;
}

const REASONS = {
  ENTITY_EXPANSION: 'refers to other entities',
  EXTERNAL_ENTITY: 'refers to something outside the file',
  ENTITY_TOO_LARGE: 'is longer than is allowed',
};

function refuse(code: ImportCode & keyof typeof REASONS, what: string): never {
  throw new IngestionError(code, `The file was not read: ${what} ${REASONS[code]}.`);
}
