/** What a rejects file is called and how it ends, by the format of the file that was imported. */
export interface RejectsShape {
  /** Without the dot. */
  readonly extension: string;
  /** What stands before the first record; a table's header comes from the file itself. */
  readonly head: string;
  /** What stands behind each record. */
  readonly separator: string;
  /** What stands behind the last one. It is added when the file is fetched, so that records can be appended until then. */
  readonly tail: string;
  /** Whether records are kept as the file has them; a format that is not text is told as a table of what is known. */
  readonly isRaw: boolean;
}

export function rejectsKey(importRunId: string): string {
  return `rejects/${importRunId}`;
}

export function rejectsShapeOf(format: string | null): RejectsShape {
  return SHAPES[format ?? ''] ?? TABLE;
}

const records = (extension: string, separator = '\n\n'): RejectsShape => ({
  extension,
  head: '',
  separator,
  tail: '',
  isRaw: true,
});
const TABLE: RejectsShape = { extension: 'csv', head: '', separator: '\r\n', tail: '', isRaw: false };
const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';

const SHAPES: Readonly<Record<string, RejectsShape>> = {
  csv: records('csv', '\n'),
  tsv: records('tsv', '\n'),
  jsonl: records('jsonl', '\n'),
  json: records('json', '\n'),
  ris: records('ris'),
  nbib: records('nbib'),
  refer: records('enw'),
  bibtex: records('bib'),
  wos: records('txt'),
  ovid: records('txt'),
  txt: records('txt'),
  'pubmed-xml': {
    ...records('xml', '\n'),
    head: `${XML}<PubmedArticleSet>\n`,
    tail: '</PubmedArticleSet>\n',
  },
  'endnote-xml': { ...records('xml', '\n'), head: `${XML}<xml><records>\n`, tail: '</records></xml>\n' },
};
