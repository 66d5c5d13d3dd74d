import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildPdf, type PdfLine } from '@/ingestion/testing/build-pdf';
import { codesOf, digest, fileSource, fixture, readAll, readText } from '@/ingestion/testing/read-all';

/** Letters and digits of the text as poppler's pdftotext 22.12 gives it, and pages as pypdf 7.1.1 counts them. */
const REAL = [
  ['pdf/jabref__metaData.pdf', 1, '9f86d081884c7d65', 'MetaData Test', []],
  ['pdf/pypdf__outline-without-title.pdf', 4, 'fb8163d4c57c7300', 'Contents', []],
  ['pdf/pypdf__hello-world.pdf', 1, 'd776c5d9cab3c887', null, []],
  ['pdf/pypdf__issue-297.pdf', 1, 'ccf0f2fd0f5f7268', null, ['PDF_RECOVERED']],
  ['pdf/pdfminer.six__issue-1113-evil-xobjects.pdf', 1, '2daa479d8395215a', null, ['PDF_RECOVERED']],
  ['pdf_encrypted/pypdf__r2-owner-password.pdf', 1, 'd04e53992a45770c', null, []],
] as const;

function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

/** Lines of 10 points, 12 apart, from the top of a page. */
function lines(...texts: string[]): PdfLine[] {
  return texts.map((text, at) => ({ text, y: 780 - 12 * at }));
}

describe('real PDFs', () => {
  test.each(REAL)('%s holds what pdftotext finds', async (path, pageCount, letters, title, issues) => {
    const { documents } = await readAll(fileSource(fixture(path)));
    expect(documents).toHaveLength(1);
    expect(digest([lettersOf(documents[0]?.text ?? '')])).toBe(letters);
    expect(documents[0]).toMatchObject({ title, metadata: { pageCount } });
    expect(codesOf(documents[0]?.warnings ?? [])).toEqual(issues);
  });

  test.each([
    ['pdf_encrypted/pdfminer.six__aes-256.pdf', 'ENCRYPTED_FILE'],
    ['pdf/jabref__empty.pdf', 'SCANNED_PDF'],
  ])('%s fails with %s', async (path, code) => {
    const { failure, counts } = await readAll(fileSource(fixture(path)));
    expect(failure?.code).toBe(code);
    expect(counts).toBeNull();
  });

  test('a form that is filled in says how many values it does not read', async () => {
    const { documents } = await readAll(fileSource(fixture('pdf/pdfminer.six__AcroForm_TEST_compiled.pdf')));
    // By pypdf 7.1.1: one text field and three lists have a value.
    expect(codesOf(documents[0]?.warnings ?? [])).toEqual(['FORM_FIELDS']);
    expect(documents[0]?.warnings[0]?.message).toContain('filled in: 4');
  });

  test.each([0.4, 0.6, 0.8, 0.95])('cut off at %d of its length it is repaired, or damaged', async (share) => {
    const bytes = readFileSync(fixture('pdf/pypdf__outline-without-title.pdf'));
    const { documents, failure } = await readText('a.pdf', bytes.subarray(0, Math.floor(bytes.length * share)));
    if (failure !== null) expect(failure.code).toBe('DAMAGED_FILE');
    else expect(codesOf(documents[0]?.warnings ?? [])).toContain('PDF_RECOVERED');
  });
});

describe('a PDF', () => {
  test('has whole words, joined lines and pages apart', async () => {
    const pages = [
      [
        ...lines('We studied the hyper-', 'tension of 120 women in a well-', 'Known clinic.'),
        { text: 'A new paragraph.', y: 700 },
      ],
      lines('The second page.'),
    ];
    const { documents } = await readText('a.pdf', buildPdf({ pages }));
    expect(documents[0]?.text).toBe(
      'We studied the hypertension of 120 women in a well- Known clinic.\n\nA new paragraph.\n\nThe second page.',
    );
  });

  test('goes from one column to the next where a sentence goes on', async () => {
    const pages = [
      [...lines('The left column ends with', 'half of a'), { text: 'sentence that goes on.', x: 300, y: 780 }],
    ];
    const { documents } = await readText('a.pdf', buildPdf({ pages }));
    expect(documents[0]?.text).toBe('The left column ends with half of a sentence that goes on.');
  });

  test('has the title of its properties, else the first lines of its largest letters', async () => {
    const pages = [
      [
        { text: 'Journal of Medicine', size: 9, y: 800 },
        { text: 'Aspirin in fever:', size: 18, y: 770 },
        { text: 'a randomised trial', size: 18, y: 748 },
        { text: 'We followed 120 women with fever in a clinic, half of whom had aspirin.', y: 700 },
      ],
    ];
    const titled = await readText('a.pdf', buildPdf({ pages, title: 'Fever and aspirin' }));
    expect(titled.documents[0]?.title).toBe('Fever and aspirin');
    const untitled = await readText('a.pdf', buildPdf({ pages, title: 'Microsoft Word - draft.doc' }));
    expect(untitled.documents[0]?.title).toBe('Aspirin in fever: a randomised trial');
  });

  test('with pages of no text says how many', async () => {
    const { documents } = await readText('a.pdf', buildPdf({ pages: [lines('Text.'), [], []] }));
    expect(codesOf(documents[0]?.warnings ?? [])).toEqual(['PAGES_WITHOUT_TEXT']);
    expect(documents[0]?.warnings[0]?.message).toContain('2 of 3 pages');
  });

  test('with more pages than are read fails', async () => {
    const { failure } = await readText('a.pdf', buildPdf({ pages: Array.from({ length: 5_001 }, () => []) }));
    expect(failure?.code).toBe('TOO_MANY_PAGES');
  });

  test('longer than a record may be is rejected', async () => {
    const { rejected } = await readText('a.pdf', buildPdf({ pages: [lines('A text.')] }), { maxRecordLength: 3 });
    expect(codesOf(rejected)).toEqual(['RECORD_TOO_LARGE']);
  });

  test.each([
    ['its signature alone', '%PDF-1.7\n'],
    ['other bytes', `%PDF-1.7\n${'\xff\x00\x80'.repeat(400)}`],
  ])('of %s is damaged', async (_, content) => {
    const { failure } = await readText('a.pdf', Buffer.from(content, 'latin1'));
    expect(failure?.code).toBe('DAMAGED_FILE');
  });
});
