import { describe, expect, test } from 'vitest';
import { previewFile } from '@/ingestion/preview';
import { bytesSource, codesOf, linesOf, readAll, readText } from '@/ingestion/testing/read-all';

const A = { id: 1, title: 'A', abstract: 'One.' };
const B = { id: 2, title: 'B', abstract: 'Two.' };
const titlesOf = ({ documents }: Awaited<ReturnType<typeof readText>>) => documents.map(({ title }) => title);

describe('an object around a list', () => {
  // The shapes of the services' documentation.
  test.each([
    ['OpenAlex', 'results', { meta: { count: 2, page: 1 }, results: [A, B], group_by: [] }],
    ['Semantic Scholar', 'data', { total: 2, offset: 0, data: [A, B] }],
    ['CORE', 'results', { totalHits: 2, limit: 10, scrollId: null, results: [A, B], tooks: [], esTook: 3 }],
    ['Europe PMC', 'resultList.result', { version: '6.9', hitCount: 2, resultList: { result: [A, B] } }],
    [
      'Crossref',
      'message.items',
      { status: 'ok', message: { facets: {}, items: [A, B], query: { 'search-terms': null } } },
    ],
    [
      'Solr',
      'response.docs',
      {
        responseHeader: { params: { fl: 'title,abstract' } },
        response: { numFound: 2, docs: [A, B] },
        highlighting: { 1: { title: ['<em>A</em>'] } },
      },
    ],
    ['Spring', 'content', { content: [A, B], pageable: { sort: {} }, totalElements: 2 }],
    ['Better BibTeX', 'items', { config: { label: 'x' }, collections: {}, items: [A, B] }],
    ['a named export', 'articles', { name: 'Mine', articles: [A, B] }],
  ])('of %s is told and its list read', async (_, path, value) => {
    for (const indent of [0, 2]) {
      const json = JSON.stringify(value, null, indent);
      const read = await readAll(bytesSource('export.json', json, 7));
      expect(titlesOf(read)).toEqual(['A', 'B']);
      const lines = json.split('\n');
      const lineOf = (id: number) => (indent === 0 ? 1 : lines.findIndex((line) => line.includes(`"id": ${id},`))); // its brace is on the line before
      expect(read.documents.map(({ line }) => line)).toEqual([lineOf(1), lineOf(2)]);
      expect(read.counts).toEqual({ read: 2, accepted: 2, repaired: 0, rejected: 0 });
      expect(codesOf(read.warnings)).toEqual(['RECORD_LIST']);
      expect(read.warnings[0]?.message).toContain(`"${path}"`);
    }
  });

  test.each([
    ['authors behind its title', { title: 'T', authors: [{ name: 'X' }] }],
    ['authors before its title', { authors: [{ name: 'X' }, { name: 'Y' }], title: 'T' }],
    ['other works it cites before its title', { references: [A, B], title: 'T' }],
    ['a title inside meta', { sections: [{ heading: 'H', text: 'x' }], meta: { title: 'T' } }],
    ['its abstract in paragraphs', { abstract: [{ text: 'x' }], title: 'T' }],
  ])('stays one record where it has %s', async (_, value) => {
    expect(titlesOf(await readText('x.json', JSON.stringify(value)))).toEqual(['T']);
  });

  test.each([
    ['a DOI', { doi: '10.1000/x', references: [A] }],
    ['no title', { title: null, references: [A] }],
    ['authors only', { id: 'x', authors: [{ name: 'X', title: 'Dr' }] }],
    ['a title further in', { status: 'ok', message: { title: ['T'], reference: [A, B] } }],
    ['two other fields', { year: 1999, language: 'en', items: [A] }],
    ['its list deeper than services write it', { a: { b: { c: { items: [A, B] } } } }],
    [
      'a long text and authors in a language that is not known',
      { samenvatting: 'x'.repeat(99), auteurs: [{ naam: 'Y' }] },
    ],
  ])('stays one record where it has %s', async (_, value) => {
    const read = await readText('x.json', JSON.stringify(value));
    expect(linesOf(read.rejected)).toEqual(['1 EMPTY_RECORD']);
    expect(read.counts?.read).toBe(1);
  });

  test('that is a record says which of its lists could have been records', async () => {
    const { documents, warnings } = await readText(
      'x.json',
      JSON.stringify({ title: 'T', issues: [A], by: [{ x: 1 }] }),
    );
    expect(documents).toHaveLength(1);
    expect(codesOf(warnings)).toEqual(['OTHER_LISTS']);
    expect(warnings[0]?.message).toContain('"issues" (1)');
    expect(warnings[0]?.message).not.toContain('"by"');
  });

  test('with several lists gives the one with the most known names, and tells of the others', async () => {
    const schema = {
      fields: [
        { name: 'title', type: 'string' },
        { name: 'abstract', type: 'string' },
      ],
    };
    const table = await readText(
      'x.json',
      JSON.stringify({ schema, data: [A], facets: [{ k: 1 }, { k: 2 }, { k: 3 }] }),
    );
    expect(titlesOf(table)).toEqual(['A']);
    expect(codesOf(table.warnings)).toEqual(['RECORD_LIST', 'OTHER_LISTS']);
    expect(table.warnings[1]?.message).toContain('"schema.fields" (2), "facets" (3)');
    const equal = await readText('x.json', JSON.stringify({ test: [A], train: [B, { ...B, id: 3 }] }));
    expect(titlesOf(equal)).toEqual(['B', 'B']);
    expect(equal.warnings[1]?.message).toContain('"test" (1)');
  });

  test('whose names nobody knows is shown as a table, to be mapped', async () => {
    const json = JSON.stringify({ aantal: 2, resultaten: [{ kop: 'A', samenvatting: 'x' }, { kop: 'B' }] });
    const preview = await previewFile(bytesSource('x.json', json));
    expect(preview.columns?.map(({ name }) => name)).toEqual(['kop', 'samenvatting']);
    expect(preview.rowsRead).toBe(2);
    expect(codesOf(preview.notices)).toEqual(['RECORD_LIST']);
    const mapping = { roles: { title: 'kop', text: 'samenvatting' } };
    expect(titlesOf(await readText('x.json', json, { mapping }))).toEqual(['A', 'B']);
  });

  test('of known names shows what each column becomes', async () => {
    const preview = await previewFile(bytesSource('x.json', JSON.stringify({ count: 1, results: [A] })));
    expect(preview.columns?.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'id externalId',
      'title title',
      'abstract text',
    ]);
  });
});

describe('pages of a search one after the other', () => {
  test.each(['x.json', 'x.jsonl', 'x.txt'])('in %s, a line or several each', async (name) => {
    for (const indent of [0, 2]) {
      const pages = [
        { next: 'p2', results: [A] },
        { next: null, results: [B] },
        { next: null, results: [] },
      ];
      const read = await readText(name, pages.map((page) => `${JSON.stringify(page, null, indent)}\n`).join(''));
      expect(titlesOf(read)).toEqual(['A', 'B']);
      expect(codesOf(read.rejected)).toEqual(['EMPTY_RECORD']);
      expect(codesOf(read.warnings)).toEqual(['RECORD_LIST']);
    }
  });

  test('are none where each line has fields of its own', async () => {
    const lines = [1, 2].map((id) => `${JSON.stringify({ id, messages: [{ role: 'user', content: 'x' }] })}\n`);
    const read = await readText('x.jsonl', lines.join(''));
    expect(read.events[0]).toMatchObject({ format: 'jsonl' });
    expect(linesOf(read.rejected)).toEqual(['1 EMPTY_RECORD', '2 EMPTY_RECORD']);
  });

  test('after a record are records, whatever they hold', async () => {
    const { documents, rejected } = await readText(
      'x.json',
      `${JSON.stringify(A)}\n${JSON.stringify({ items: [B] })}\n`,
    );
    expect(documents).toHaveLength(1);
    expect(codesOf(rejected)).toEqual(['EMPTY_RECORD']);
  });
});

describe('a list that is damaged', () => {
  const list = (middle: string, end = '\n]}') => `{"count": 3, "results": [\n  {"title": "A"},\n  ${middle}${end}`;

  test.each([
    ['a quote', '{"title": "B, "id": 7},\n  {"title": "C"}'],
    ['a brace', '{"title": "B", "id": 7,\n  {"title": "C"}'],
    ['a value', '{"title": B},\n  {"title": "C"}'],
  ])('loses only the record that lacks %s', async (_, middle) => {
    for (const chunkSize of [1, 5, 65_536]) {
      const read = await readAll(bytesSource('x.json', list(middle), chunkSize));
      expect(titlesOf(read)).toEqual(['A', 'C']);
      expect(linesOf(read.rejected)).toEqual(['3 INVALID_JSON']);
      expect(codesOf(read.warnings)).toEqual(['RECORD_LIST']);
    }
  });

  test('hides no other list', async () => {
    const json = list(
      '{"title": "B, "id": 7},\n  {"title": "C"}',
      '\n], "facets": [{"values": [{"k": 1}]}], "x": [1, {}]}',
    );
    const { warnings } = await readText('x.json', json);
    expect(linesOf(warnings)).toEqual(['0 RECORD_LIST', '5 OTHER_LISTS']);
    expect(warnings[1]?.message).toContain('1 more list ');
  });

  test('at the margin of the page too', async () => {
    const json = '{"results": [\n{"title": "A"},\n{"title": "B},\n{"title": "C"}\n]}\n';
    const read = await readText('x.json', json);
    expect(titlesOf(read)).toEqual(['A', 'C']);
    expect(linesOf(read.rejected)).toEqual(['3 INVALID_JSON']);
  });

  test.each([
    ['in a record', list('{"title": "B', ''), ['3 TRUNCATED_RECORD']],
    ['between two', list('{"title": "B"},', ''), []],
    ['behind the list', list('{"title": "B"}', '\n], "next": "abc'), []],
  ])('or cut %s says so', async (_, json, rejected) => {
    const read = await readText('x.json', json);
    expect(read.documents[0]?.title).toBe('A');
    expect(linesOf(read.rejected)).toEqual(rejected);
    expect(codesOf(read.warnings)).toEqual(['RECORD_LIST', 'TRUNCATED_FILE']);
  });

  test('by a record that is too deep, and by names that stand twice', async () => {
    const deep = `{"title": "B", "x": ${'['.repeat(100)}${']'.repeat(100)}}`;
    const read = await readText('x.json', list(`${deep},\n  {"title": "C", "title": "D"}`));
    expect(titlesOf(read)).toEqual(['A', 'D']);
    expect(linesOf(read.rejected)).toEqual(['3 NESTED_TOO_DEEP']);
    const twice = await readText(
      'x.json',
      '{"results": [{"title": "A"}], "results": [{"title": "B"}, {"title": "C"}]}',
    );
    expect(titlesOf(twice)).toEqual(['B', 'C']);
    expect(codesOf(twice.warnings)).toEqual(['RECORD_LIST', 'OTHER_LISTS']);
  });

  test('or hostile ends in bounded time', async () => {
    const bytes = 2_000_000;
    for (const part of [
      '{"a":',
      '{"a":[',
      '{"a":[{"b":',
      '{"results":[{"title":"',
      '{"results":[{"title":"x"}],"y":[{',
    ]) {
      const read = await readText('x.json', part.repeat(bytes / part.length));
      expect((read.counts?.read ?? 0) + (read.failure === null ? 0 : 1)).toBeGreaterThan(0);
    }
  });
});

describe('an object longer than a record may be', () => {
  const records = Array.from({ length: 200 }, (_, index) => ({
    id: index,
    title: `T${index}`,
    abstract: 'x'.repeat(20),
  }));
  const options = { maxRecordLength: 300 };

  test('is read as it comes, alike however it is cut', async () => {
    const json = JSON.stringify({ facets: [{ k: 1 }], results: records, more: [A, B], next: { also: [B] } }, null, 1);
    const whole = await readText('x.json', json, options);
    expect(titlesOf(whole)).toEqual(records.map(({ title }) => title));
    expect(whole.documents.map(({ line }) => line)).toEqual(records.map((_, index) => 8 + index * 5));
    expect(codesOf(whole.warnings)).toEqual(['RECORD_LIST', 'OTHER_LISTS', 'OTHER_LISTS']);
    expect(whole.warnings[2]?.message).toContain('2 more lists');
    for (const chunkSize of [1, 3, 299, 1_000]) {
      const cut = await readAll(bytesSource('x.json', json, chunkSize), options);
      expect(cut.documents).toEqual(whole.documents);
      expect(cut.warnings).toEqual(whole.warnings);
      expect(cut.counts).toEqual(whole.counts);
    }
  });

  test('is too large where it shows no list before', async () => {
    const read = await readText(
      'x.json',
      `{"note": "${'x'.repeat(400)}", "results": ${JSON.stringify(records)}}`,
      options,
    );
    expect(codesOf(read.rejected)).toEqual(['RECORD_TOO_LARGE']);
    const titled = await readText('x.json', JSON.stringify({ title: 'T', parts: records }), options);
    expect(codesOf(titled.rejected)).toEqual(['RECORD_TOO_LARGE']);
  });
});
