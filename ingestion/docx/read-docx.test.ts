import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { buildDocx, paragraph } from '@/ingestion/testing/build-docx';
import { codesOf, fileSource, fixture, readAll, readText } from '@/ingestion/testing/read-all';

const ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>';

describe('real Word files', () => {
  // Texts as docx2txt 0.9 gives them; the notes as Word shows them, docx2txt leaves them out.
  test.each([
    ['text-box', 'Datum plane'],
    ['simple-list', 'Apple\n\nBanana'],
    ['endnotes', 'Ouch[1].[2]\n\n[1] A tachyon walks into a bar.\n\n[2] Fin.'],
    ['footnote-hyperlink', '[1]\n\n[1] Example'],
  ])('%s', async (name, text) => {
    const { documents, counts } = await readAll(fileSource(fixture(`docx/mammoth.js__${name}.docx`)));
    expect(counts).toEqual({ read: 1, accepted: 1, repaired: 0, rejected: 0 });
    expect(documents[0]?.text).toBe(text);
  });

  test('one of nothing but a picture from elsewhere is empty, and nothing is fetched', async () => {
    const { rejected } = await readAll(fileSource(fixture('docx/mammoth.js__external-picture.docx')));
    expect(codesOf(rejected)).toEqual(['EMPTY_RECORD']);
  });
});

describe('a Word file', () => {
  const body = `${paragraph('A cohort study', 'T')}${paragraph('Methods', 'H')}${paragraph('We followed 120 women.')}`;

  test('has the title of its properties', async () => {
    const core = '<dc:title>Aspirin &amp; fever &#8211; a trial</dc:title><dc:creator>M. Curie</dc:creator>';
    const { documents } = await readText('a.docx', buildDocx({ body, core }));
    expect(documents[0]).toMatchObject({ title: 'Aspirin & fever – a trial', metadata: { author: 'M. Curie' } });
  });

  test.each(['Microsoft Word - draft7.doc', 'Untitled', 'Document1', 'a', '2026-11', 'final.docx'])(
    'whose title is %j has that of its first heading',
    async (title) => {
      const { documents } = await readText('a.docx', buildDocx({ body, core: `<dc:title>${title}</dc:title>` }));
      expect(documents[0]?.title).toBe('A cohort study');
    },
  );

  test('keeps tables, breaks and text that looks like markup', async () => {
    const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`;
    const table = `<w:tbl><w:tr>${cell('Arm')}${cell('n')}</w:tr><w:tr>${cell('Aspirin')}${cell('60')}</w:tr></w:tbl>`;
    const lines = '<w:p><w:r><w:t>p &lt; 0.05</w:t><w:br/><w:t>&lt;b&gt;</w:t></w:r></w:p>';
    const { documents } = await readText('a.docx', buildDocx({ body: `${paragraph('Results.')}${table}${lines}` }));
    expect(documents[0]?.text).toBe('Results.\n\nArm\tn\nAspirin\t60\n\np < 0.05\n<b>');
  });

  test('that points to a server asks it for nothing', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.png`;
    const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="${address}" TargetMode="External"/></Relationships>`;
    const picture =
      '<w:p><w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:link="rId9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>';
    const others = [{ name: 'word/_rels/document.xml.rels', content: relations }];
    const { documents } = await readText('a.docx', buildDocx({ body: picture + paragraph('A text.'), others }));
    server.close();
    expect(documents[0]?.text).toBe('A text.');
    expect(requests).toBe(0);
  });

  test.each([
    ['entities', 'ENTITY_EXPANSION', { main: ENTITIES }],
    ['no XML', 'DAMAGED_FILE', { main: '<w:document><w:body>' }],
    ['an abyss', 'DAMAGED_FILE', { body: `${'<w:sdt>'.repeat(5_000)}${'</w:sdt>'.repeat(5_000)}` }],
    ['a bomb', 'DECOMPRESSION_BOMB', { body: paragraph(' '.repeat(80 * 1024 * 1024)) }],
    ['more text than any document', 'DAMAGED_FILE', { body: paragraph('word '.repeat(12 * 1024 * 1024)) }],
  ])('of %s is refused: %s', async (_, code, parts) => {
    const { failure } = await readText('a.docx', buildDocx({ body: '', ...parts }));
    expect(failure?.code).toBe(code);
  });

  test('with NULs and halves of characters is repaired, so that it can be stored', async () => {
    const { documents } = await readText('a.docx', buildDocx({ body: paragraph('a\0b') }));
    expect(documents[0]?.text).toBe('ab');
    expect(codesOf(documents[0]?.warnings ?? [])).toEqual(['NUL_REMOVED']);
  });

  test('longer than a record may be is rejected', async () => {
    const { rejected } = await readText('a.docx', buildDocx({ body }), { maxRecordLength: 10 });
    expect(codesOf(rejected)).toEqual(['RECORD_TOO_LARGE']);
  });
});

describe('formats that are like it', () => {
  test.each([
    ['a.rtf', Buffer.from('{\\rtf1 Text}'), 'rtf'],
    ['a.doc', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1_024)]), 'doc'],
  ])('%s is not read, and how to save it is said', async (name, bytes, detected) => {
    const { failure } = await readText(name, bytes);
    expect(failure).toMatchObject({ code: 'UNSUPPORTED_FORMAT', detected });
    expect(failure?.message).toContain('save it as DOCX');
  });
});
