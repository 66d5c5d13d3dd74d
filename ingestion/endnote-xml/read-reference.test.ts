import { expect, test } from 'vitest';
import { codesOf, readText } from '@/ingestion/testing/read-all';

const library = (...records: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><xml><records>${records.map((record) => `<record>${record}</record>`).join('\n')}</records></xml>`;
const run = (text: string, face = 'normal') => `<style face="${face}" font="default" size="100%">${text}</style>`;
const titled = `<titles><title>${run('A title')}</title></titles>`;

test('values split over style runs are whole, empty runs are nothing', async () => {
  const record = [
    '<ref-type>17</ref-type>',
    `<titles><title>${run('Effect of ')}${run('E. coli', 'italic')}${run(' on H')}${run('2', 'subscript')}${run('O')}</title><secondary-title>${run('Lancet')}</secondary-title></titles>`,
    `<abstract>${run('First.&#xD;Second')}\n        ${run('line.')}</abstract>`,
    `<keywords><keyword/><keyword>${run('')}</keyword><keyword>${run('asthma; Aged, 80 and over&#xD;child')}</keyword></keywords>`,
    `<contributors><authors><author>${run('Doe, J.')}</author><author>${run('')}</author></authors><secondary-authors><author>${run('Ed, A.')}</author></secondary-authors></contributors>`,
    `<dates><year>${run('2015')}</year></dates><language>${run('eng')}</language>`,
    `<electronic-resource-num>${run('10.1000/ABC')}</electronic-resource-num><custom1>${run('kept')}</custom1>`,
  ];
  const { documents, counts } = await readText('x.xml', library(record.join('\n')));
  expect(counts).toEqual({ read: 1, accepted: 1, repaired: 0, rejected: 0 });
  expect(documents[0]).toMatchObject({
    title: 'Effect of E. coli on H2O',
    text: 'First.\nSecond line.',
    authors: ['Doe, J.'],
    keywords: ['asthma', 'Aged, 80 and over', 'child'],
    journal: 'Lancet',
    year: 2015,
    language: 'eng',
    doi: '10.1000/abc',
    metadata: { 'ref-type': 'Journal Article', custom1: 'kept', author: 'Ed, A.' },
  });
});

test.each([
  ['<ref-type name="Thesis">32</ref-type>', 'Thesis'],
  ['<ref-type>6</ref-type>', 'Book'],
  ['<ref-type>constructor</ref-type>', 'constructor'],
  ['<ref-type>Journal Article</ref-type>', 'Journal Article'],
  ['<ref-type>999</ref-type>', '999'],
])('%s is the type %s', async (element, type) => {
  const { documents } = await readText('x.xml', library(element + titled));
  expect(documents[0]?.metadata['ref-type']).toBe(type);
});

test('an accession number is a PMID only when the record comes from PubMed', async () => {
  const accession = '<accession-num>29937971</accession-num>';
  const provider = '<remote-database-provider>NLM</remote-database-provider>';
  const url =
    '<urls><related-urls><url>&lt;Go to ISI&gt;://1</url><url>http://www.ncbi.nlm.nih.gov/pubmed/123</url></related-urls></urls>';
  const read = await readText(
    'x.xml',
    library(
      titled + accession,
      titled + accession + provider,
      titled + accession + url,
      `${titled}<rec-number>4</rec-number>`,
    ),
  );
  expect(read.documents.map(({ pmid, externalId }) => [pmid, externalId])).toEqual([
    [null, '29937971'],
    ['29937971', '29937971'],
    ['123', '29937971'],
    [null, '4'],
  ]);
  expect(read.documents[2]).toMatchObject({
    url: 'http://www.ncbi.nlm.nih.gov/pubmed/123',
    metadata: { url: '<Go to ISI>://1' },
  });
});

test('an element with an unsafe name is renamed', async () => {
  const { documents } = await readText('x.xml', library(`${titled}<__proto__>x</__proto__>`));
  expect(documents[0]?.metadata['__proto__ (field)']).toBe('x');
  expect(codesOf(documents[0]?.warnings ?? [])).toContain('FIELD_RENAMED');
});
