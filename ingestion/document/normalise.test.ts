import { describe, expect, test } from 'vitest';
import { contentHash, dedupKey, normaliseForComparison, withoutCopyrightTail } from '@/ingestion/document/dedup-key';
import { deriveTitle } from '@/ingestion/document/derive-title';
import { matchRole } from '@/ingestion/document/field-roles';
import { normaliseDoi, normalisePmid, normaliseUrl, yearOf } from '@/ingestion/document/identifiers';
import { keywordsOf, namesOf } from '@/ingestion/document/read-values';
import type { JsonValue } from '@/ingestion/types';

describe('identifiers', () => {
  test.each([
    ['10.1016/j.actamat.2016.09.028', '10.1016/j.actamat.2016.09.028'],
    ['http://dx.doi.org/10.1016/J.ACTAMAT.2016.09.028', '10.1016/j.actamat.2016.09.028'],
    [
      'https://doi.org/10.1002/(SICI)1097-0258(19980815)17:15%3C1661::AID%3E3.0.CO',
      '10.1002/(sici)1097-0258(19980815)17:15<1661::aid>3.0.co',
    ],
    ['doi: 10.1201/b19107-2.', '10.1201/b19107-2'],
    ['10.1000/xyz [doi]', '10.1000/xyz'],
    ['doi1', null],
    ['10.1/x', null],
  ])('%s as a DOI is %s', (value, doi) => expect(normaliseDoi(value)).toBe(doi));

  test.each([
    ['022664238', '22664238'],
    ['PMID: 123', '123'],
    ['22664238.0', '22664238'],
    ['https://pubmed.ncbi.nlm.nih.gov/22664238/', '22664238'],
    ['PMC123', null],
    ['0', null],
  ])('%s as a PMID is %s', (value, pmid) => expect(normalisePmid(value)).toBe(pmid));

  test.each([
    ['//www.sciencedirect.com/x', 'https://www.sciencedirect.com/x'],
    ['javascript:alert(1)', null],
    ['file:///etc/passwd', null],
    ['see text', null],
  ])('%s as an address is %s', (value, url) => expect(normaliseUrl(value)).toBe(url));

  test.each([
    ['2016/12//', 2016],
    ['Mar-Apr 2011', 2011],
    ['2019.0', 2019],
    ['12016', null],
    ['in press', null],
  ])('%s as a year is %s', (value, year) => expect(yearOf(value)).toBe(year));
});

describe('names and keywords', () => {
  test.each([
    ['Doe, J.; Roe, R.', ['Doe, J.', 'Roe, R.']],
    ['Smith J, Doe K', ['Smith J', 'Doe K']],
    ['Smith, John', ['Smith, John']],
    ["['Ann Lee', 'Bo Ek']", ['Ann Lee', 'Bo Ek']],
    [
      [{ family: 'Curie', given: 'Marie' }, { name: 'Ann Lee' }],
      ['Curie, Marie', 'Ann Lee'],
    ],
    [{ a: 1 }, null],
  ] as Array<[JsonValue, string[] | null]>)('%j are the names %j', (value, names) =>
    expect(namesOf(value)).toEqual(names),
  );

  test('keywords part at semicolons, else at commas, once each', () => {
    expect(keywordsOf('a, b; c; c')).toEqual(['a, b', 'c']);
    expect(keywordsOf('a, b')).toEqual(['a', 'b']);
  });

  test('names of columns match whatever their case, spaces and hyphens', () => {
    expect(matchRole(' Publication-Year ')?.role).toBe('year');
    expect(matchRole('Ｔｉｔｌｅ')?.role).toBe('title');
    expect(matchRole('subtitle')).toBeNull();
  });
});

describe('the same work', () => {
  const work = { doi: null, pmid: null, title: null, text: '', authors: [], year: null, journal: null };
  const title = 'Über die β-Blockade in Paris';

  test('is found through accents, case, punctuation and the copyright tail', () => {
    const plain = dedupKey({ ...work, title, text: 'It works. © 2015 Elsevier Ltd. All rights reserved.' });
    expect(dedupKey({ ...work, title: 'Uber die β-blockade in Paris.', text: 'It  works' })).toBe(plain);
    expect(dedupKey({ ...work, title, text: 'It does not work' })).not.toBe(plain);
    expect(plain).toMatch(/^[0-9a-f]{32}$/);
  });

  test('is found by DOI, then PMID, whatever the text', () => {
    const key = dedupKey({ ...work, doi: '10.1/x', pmid: '1', title });
    expect(dedupKey({ ...work, doi: '10.1/x', title: 'Other' })).toBe(key);
    expect(dedupKey({ ...work, pmid: '1', title })).toBe(dedupKey({ ...work, pmid: '1' }));
  });

  test('short titles alone do not make one', () => {
    const editorial = { ...work, title: 'Editorial', authors: ['Doe'], year: 2001 };
    expect(dedupKey(editorial)).toBe(dedupKey({ ...editorial }));
    expect(dedupKey(editorial)).not.toBe(dedupKey({ ...editorial, year: 2002 }));
    expect(dedupKey({ ...work, title: '—' })).not.toBe(dedupKey({ ...work, title: '…' }));
  });

  test('comparison equals NFKD, lower case, letters and digits of the whole', () => {
    const text = 'ﬁne Ångström n=12 ½ “Straße” 中国 e\u0301';
    const expected = text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
    expect(normaliseForComparison(text)).toBe(expected);
  });

  test('only a notice at the end is a copyright tail', () => {
    const text = `Copyright law in trials. ${'Long text. '.repeat(40)}`;
    expect(withoutCopyrightTail(`${text}Copyright 2010 Wiley`)).toBe(text);
    expect(contentHash('a', 'b')).not.toBe(contentHash(null, 'a b'));
  });
});

test.each([
  ['What is asthma?\nA disease of the airways.', 'What is asthma?'],
  ['# Heading\n\nBody', 'Heading'],
  ['one line only', null],
  ['The trial was stopped\nafter a year.', null],
  ['Doctor: How are you?\nPatient: Fine.', null],
  [`${'long '.repeat(50)}\nBody`, null],
  ['----\nBody', null],
])('%j begins with the heading %j', (text, title) => expect(deriveTitle(text)).toBe(title));
