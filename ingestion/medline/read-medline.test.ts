import { describe, expect, test } from 'vitest';
import { bytesSource, codesOf, fileSource, fixture, linesOf, readAll, readText } from '@/ingestion/testing/read-all';

const RECORD = [
  'PMID- 27169098',
  'OWN - NLM',
  'DP  - 2016 Apr-May',
  'TI  - Wrapped at a fixed width',
  '      AB  - this looks like a tag and is not.',
  'LID - 10.1000/ABC [doi]',
  'LID - e12 [pii]',
  'AB  - BACKGROUND: One. METHODS: Two',
  '      TI  - three.',
  '',
  '      A paragraph of its own.',
  'FAU - Doe, Jane',
  'AU  - Doe J',
  'LA  - eng',
  'PT  - Journal Article',
  'TA  - J Short',
  'JT  - Journal of long names',
  'MH  - *Heart Failure/drug therapy',
  'OT  - proteomics',
  'PMC - PMC123',
  'AID - 10.1000/ABC [doi]',
  'AID - 12 [pii]',
  'SO  - J Short. 2016 Apr;5:67.',
];
const content = `${RECORD.join('\n')}\n`;

describe('a record as PubMed writes it', () => {
  test('fills the fields and keeps every other tag', async () => {
    const { documents, counts } = await readText('x.nbib', content);
    expect(counts).toEqual({ read: 1, accepted: 1, repaired: 0, rejected: 0 });
    expect(documents[0]).toMatchObject({
      line: 1,
      title: 'Wrapped at a fixed width AB - this looks like a tag and is not.',
      text: 'BACKGROUND: One. METHODS: Two TI  - three.\n\nA paragraph of its own.',
      authors: ['Doe, Jane'],
      year: 2016,
      journal: 'Journal of long names',
      doi: '10.1000/abc',
      pmid: '27169098',
      language: 'eng',
      keywords: ['*Heart Failure/drug therapy', 'proteomics'],
    });
    expect({ ...documents[0]?.metadata }).toEqual({
      OWN: 'NLM',
      DP: '2016 Apr-May',
      LID: 'e12 [pii]',
      AU: 'Doe J',
      PT: 'Journal Article',
      TA: 'J Short',
      PMC: 'PMC123',
      AID: '12 [pii]',
      SO: 'J Short. 2016 Apr;5:67.',
    });
  });

  test.each(['\n', '\r\n', '\r'])('reads alike with %j, a byte order mark, and cut anywhere', async (end) => {
    const bytes = Buffer.from(`\uFEFF${content.replaceAll('\n', end)}`);
    const whole = await readText('x.txt', content);
    for (const chunkSize of [1, 7]) {
      const { documents } = await readAll(bytesSource('x.txt', bytes, chunkSize));
      expect(documents).toEqual(whole.documents);
    }
  });

  test.each(['pubmed.ris', 'pubmed.txt', 'pubmed.nbib'])('is told by its content when named %s', async (name) => {
    const { events, documents } = await readText(name, content);
    expect(events[0]).toMatchObject({ type: 'started', format: 'nbib' });
    expect(documents).toHaveLength(1);
  });
});

describe('records as tools write them', () => {
  const titlesOf = async (text: string, name = 'x.nbib') =>
    (await readText(name, text)).documents.map(({ title, line }) => `${line} ${title}`);

  test('parted by blank lines, or by the next PMID alone', async () => {
    expect(await titlesOf('PMID- 1\nTI  - A\n\nPMID- 2\nTI  - B\nPMID- 3\nTI  - C\n')).toEqual(['1 A', '4 B', '6 C']);
  });

  test('without PMID, behind complete ones and among themselves', async () => {
    const complete = 'PMID- 1\nTI  - A\nAB  - x\nSO  - J. 2016.\n';
    expect(await titlesOf(`${complete}\nOWN - NLM\nTI  - B\nAB  - y\n`)).toEqual(['1 A', '6 B']);
    expect(await titlesOf('OWN - NLM\nTI  - A\nAB  - x\n\nFAU - Doe, J\nTI  - B\n\nDP  - 2001\nTI  - C\n')).toEqual([
      '1 A',
      '5 B',
      '8 C',
    ]);
    expect(await titlesOf('TI  - A\nAB  - x\nJT  - J\nTI  - B\nAB  - y\n', 'x.txt')).toEqual(['1 A', '4 B']);
  });

  test('a blank line between the tags of one record parts nothing', async () => {
    const { documents } = await readText('x.nbib', 'PMID- 1\nTI  - A\n\nAB  - x\n\nFAU - Doe, J\nSO  - J. 2016.\n');
    expect(documents).toMatchObject([{ title: 'A', text: 'x', authors: ['Doe, J'] }]);
  });

  test('without a title or an abstract', async () => {
    const read = await readText(
      'x.nbib',
      'PMID- 1\nTI  - A\n\nPMID- 2\nAB  - Only this.\n\nPMID- 3\nPT  - Editorial\n',
    );
    expect(read.documents.map(({ title, text }) => [title, text])).toEqual([
      ['A', ''],
      [null, 'Only this.'],
    ]);
    expect(linesOf(read.rejected)).toEqual(['7 EMPTY_RECORD']);
    expect(read.counts).toEqual({ read: 3, accepted: 2, repaired: 0, rejected: 1 });
  });

  test('books have BTI, and corporate authors stand in for missing ones', async () => {
    const { documents } = await readText(
      'x.nbib',
      'PMID- 1\nBTI - GeneReviews\nCN  - The Consortium\nPMID- 2\nTI  - B\n',
    );
    expect(documents[0]).toMatchObject({ title: 'GeneReviews', authors: ['The Consortium'] });
  });

  test('short names where not every author has a full one', async () => {
    const { documents } = await readText('x.nbib', 'PMID- 1\nTI  - A\nFAU - Doe, Jane\nAU  - Doe J\nAU  - Roe R\n');
    expect(documents[0]).toMatchObject({ authors: ['Doe J', 'Roe R'], metadata: { FAU: 'Doe, Jane' } });
  });

  test('the DOI of the citation where no tag of its own has one', async () => {
    const { documents } = await readText('x.nbib', 'PMID- 1\nTI  - A\nSO  - J. 2016 Apr;5:6. doi: 10.1000/xyz.\n');
    expect(documents[0]).toMatchObject({ doi: '10.1000/xyz', metadata: { SO: 'J. 2016 Apr;5:6. doi: 10.1000/xyz.' } });
  });

  test('lines that someone wrapped without indenting them', async () => {
    const lines = [
      'PMID- 1',
      'TI  - A',
      'AB  - Patients with',
      'HIV - infected or not -',
      'AB-positive blood',
      'LA  - eng',
    ];
    const { documents } = await readText('x.nbib', lines.join('\n'));
    expect(documents[0]).toMatchObject({
      text: 'Patients with HIV - infected or not - AB-positive blood',
      language: 'eng',
    });
    expect(codesOf(documents[0]?.warnings ?? [])).toEqual(['UNTAGGED_LINE']);
  });

  test("Ovid's version: counters, UI for the PMID", async () => {
    const { documents, warnings } = await readText(
      'x.txt',
      '<1>\nUI  - 9\nTI  - A\nAB  - x\n\n<2>\nUI  - 8\nTI  - B\n',
    );
    expect(documents.map(({ externalId, title, line }) => [externalId, title, line])).toEqual([
      ['9', 'A', 1],
      ['8', 'B', 6],
    ]);
    expect(warnings).toEqual([]);
  });

  test('a preamble and a text that only quotes a tag', async () => {
    const read = await readText('x.txt', `Search of 1 May\n\n${content}`);
    expect(linesOf(read.warnings)).toEqual(['1 PREAMBLE']);
    const { events } = await readText('x.txt', 'The paper is\nPMID- 27169098\nand says much.\n');
    expect(events[0]).toMatchObject({ format: 'txt' });
  });

  test('a record beyond the limit is rejected, and the next is read', async () => {
    const long = Array.from({ length: 100 }, () => '      a line of an abstract without an end');
    const read = await readText('x.nbib', ['PMID- 1', 'AB  - x', ...long, '', 'PMID- 2', 'TI  - B', ''].join('\n'), {
      maxRecordLength: 1_000,
    });
    expect(linesOf(read.rejected)).toEqual(['1 RECORD_TOO_LARGE']);
    expect(read.documents.map(({ title, line }) => [title, line])).toEqual([['B', 104]]);
  });
});

describe("real files of JabRef's tests", () => {
  test('several titles and several abstracts are one of each', async () => {
    const titles = await readAll(fileSource(fixture('medline_txt/jabref__MedlinePlainImporterTestMultiTitle.txt')));
    expect(titles.documents[0]?.title).toBe(
      'This is a Testtitle This title should be appended: This title should also be appended. ' +
        'Another append to the Title? LastTitle',
    );
    const abstracts = await readAll(
      fileSource(fixture('medline_txt/jabref__MedlinePlainImporterTestMultiAbstract.txt')),
    );
    expect(abstracts.documents[0]).toMatchObject({
      text: 'Old Abstract\n\nnew abstract',
      metadata: { PMC: '22664230' },
    });
    expect(codesOf(abstracts.documents[0]?.warnings ?? [])).toEqual(['MALFORMED_TAG', 'SECOND_VALUE']);
  });

  // nbib 0.3.2 stops at 'PMID-22664238' and finds nothing in the file without a PMID.
  test('one agrees with nbib 0.3.2', async () => {
    const { documents } = await readAll(fileSource(fixture('nbib/jabref__NbibImporterTest.nbib')));
    expect(documents).toMatchObject([
      {
        title: 'Proteomics: A new perspective for cancer.',
        text: 'some things will be described Copyright 2015 Tschechlov Press.',
        doi: '10.4103/2277-9175.180636',
        pmid: '27169098',
        journal: 'Advanced biomedical research',
        year: 2016,
        keywords: ['Biomarkers', 'electrophoresis', 'neoplasia', 'spectrometry', 'translation'],
      },
    ]);
    expect(documents[0]?.authors).toHaveLength(3);
  });
});
