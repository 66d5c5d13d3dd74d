import { readDoctype } from '@/ingestion/xml/doctype';

export interface XmlRoot {
  /** Name of the first element without its namespace prefix; '' when the head ends before it. */
  name: string;
  /** Name that the document type promises; '' without one. */
  doctype: string;
  /** Where the root element begins. */
  start: number;
}

const SKIPPED = /\s+|<\?[^<]*?\?>|<\?[^<>]*>|<!--[\s\S]*?-->|<!(?=DOCTYPE)|<(?:[\w.-]{1,32}:)?([A-Za-z_][\w.-]*)/iy;

/**
 * The root element of a text that is markup, behind blanks, comments, processing instructions and a document type.
 *
 * @param head  The beginning of the text.
 * @returns null when the text is no markup.
 * @throws IngestionError when the document type holds entities that are refused (doctype.ts).
 */
export function xmlRoot(head: string): XmlRoot | null {
  let doctype = '';
  let hasMarkup = false;
  for (let at = 0; ; ) {
    SKIPPED.lastIndex = at;
    const match = SKIPPED.exec(head);
    if (match === null) return hasMarkup ? { name: '', doctype, start: at } : null;
    if (match[1] !== undefined) return { name: match[1], doctype, start: at };
    if (match[0] === '<!') {
      const declared = readDoctype(head.slice(at));
      if (declared === null) return { name: '', doctype, start: at };
      doctype = declared.name;
      at += declared.end;
    } else at += match[0].length;
    if (match[0].startsWith('<')) hasMarkup = true;
  }
}
