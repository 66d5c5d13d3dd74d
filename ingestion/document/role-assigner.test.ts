import { describe, expect, test } from 'vitest';
import { codesOf, readText } from '@/ingestion/testing/read-all';
import type { ColumnMapping } from '@/ingestion/types';

const TABLE = 'id,title,abstract,notes,included\n7,Aspirin,We gave aspirin.,A note,yes\n8,Statins,We gave statins.,,\n';

async function documentsOf(name: string, content: string, mapping: ColumnMapping) {
  const { documents } = await readText(name, content, { mapping });
  return documents;
}

describe('columns a person mapped', () => {
  test('are what the fields are taken from; nothing else is told by its name', async () => {
    const [first] = await documentsOf('a.csv', TABLE, { roles: { title: 'notes', text: 'abstract' } });
    expect(first).toMatchObject({ title: 'A note', text: 'We gave aspirin.', externalId: null, label: null });
    expect(first?.metadata).toEqual({ id: '7', title: 'Aspirin', included: 'yes' });
  });

  test('may leave a role out', async () => {
    const [first] = await documentsOf('a.csv', TABLE, { roles: { title: '', text: 'title', externalId: null } });
    expect(first).toMatchObject({ title: null, text: 'Aspirin', externalId: null });
  });

  test('may serve two roles', async () => {
    const [first] = await documentsOf('a.csv', TABLE, { roles: { title: 'title', text: 'title' } });
    expect(first).toMatchObject({ title: 'Aspirin', text: 'Aspirin' });
  });

  test('hold a label, which stays in the metadata too', async () => {
    const documents = await documentsOf('a.csv', TABLE, { roles: { text: 'abstract' }, label: 'included' });
    expect(documents.map(({ label, metadata }) => [label, metadata.included])).toEqual([
      ['yes', 'yes'],
      [null, undefined],
    ]);
  });

  test('that the file lacks are told once', async () => {
    const { warnings, documents } = await readText('a.csv', TABLE, {
      mapping: { roles: { text: 'abstract', title: 'gone' }, label: 'gone too' },
    });
    expect(documents).toHaveLength(2);
    expect(warnings.map(({ code, field }) => [code, field])).toEqual([
      ['MAPPED_COLUMN_MISSING', 'gone'],
      ['MAPPED_COLUMN_MISSING', 'gone too'],
    ]);
  });

  test('a text is not guessed beside a mapping', async () => {
    const { warnings, rejected } = await readText('a.csv', 'code,finding\n7,A cough\n', { mapping: { roles: {} } });
    expect(codesOf(warnings)).toEqual([]);
    expect(codesOf(rejected)).toEqual(['EMPTY_RECORD']);
  });
});

describe('keys a person mapped', () => {
  const lines =
    '{"text":"a","meta":{"heading":"H","included":1}}\n{"text":"b","body":"c","meta":"{\\"heading\\":\\"I\\"}"}\n';

  test.each(['a.jsonl', 'a.json'])('in %s may stand inside meta, which stays whole', async (name) => {
    const { documents, warnings } = await readText(name, lines, {
      mapping: { roles: { title: 'meta.heading', text: 'text' }, label: 'meta.included' },
    });
    expect(documents.map(({ title, text, label }) => [title, text, label])).toEqual([
      ['H', 'a', '1'],
      ['I', 'b', null],
    ]);
    expect(documents[1]?.metadata).toEqual({ body: 'c', meta: { heading: 'I' } });
    expect(warnings).toEqual([]);
  });

  test('that no record has are told at the end', async () => {
    const { warnings } = await readText('a.jsonl', lines, { mapping: { roles: { text: 'text', doi: 'meta.doi' } } });
    expect(warnings.map(({ code, field }) => [code, field])).toEqual([['MAPPED_COLUMN_MISSING', 'meta.doi']]);
  });

  test('called like parts of every object are only ever keys', async () => {
    const [first] = await documentsOf('a.jsonl', '{"text":"a"}\n', {
      roles: { text: 'text', title: 'constructor' },
      label: '__proto__',
    });
    expect(first).toMatchObject({ title: null, text: 'a', label: null });
  });
});
