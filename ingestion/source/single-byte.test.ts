import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { codesOf, readText } from '@/ingestion/testing/read-all';
import type { EncodingName } from '@/ingestion/types';

/** Letters that tell the encodings apart, with their bytes as the standards' code charts give them. */
const CHARTS: ReadonlyArray<readonly [EncodingName, number[], string]> = [
  ['iso-8859-1', [0xc5, 0xe9, 0xf8, 0xdf], 'Åéøß'],
  ['iso-8859-2', [0xb1, 0xe8, 0xf8, 0xb9], 'ąčřš'],
  ['iso-8859-5', [0xb0, 0xd0, 0xef, 0xf1], 'Ааяё'],
  ['iso-8859-7', [0xc1, 0xe1, 0xf3, 0xfe], 'Αασώ'],
  ['iso-8859-9', [0xd0, 0xf0, 0xfd, 0xfe], 'Ğğış'],
  ['iso-8859-15', [0xa4, 0xa6, 0xbd, 0xe9], '€Šœé'],
  ['windows-1250', [0xb9, 0x9a, 0xf8, 0x9e], 'ąšřž'],
  ['windows-1251', [0xc0, 0xe0, 0xff, 0xb8], 'Ааяё'],
  ['windows-1252', [0x80, 0x93, 0x94, 0xe9], '€“”é'],
];

describe('an encoding that a person chose', () => {
  test.each(CHARTS)('%s', async (encoding, bytes, letters) => {
    const content = Buffer.concat([Buffer.from('title,abstract\nA,w'), Buffer.from(bytes), Buffer.from('w\n')]);
    const { documents, events, warnings } = await readText('x.csv', content, { encoding });
    expect(documents[0]?.text).toBe(`w${letters}w`);
    expect(events[0]).toMatchObject({ type: 'started', encoding });
    expect(codesOf(warnings)).toEqual([]);
  });

  test('a byte it does not have repairs its record', async () => {
    const content = Buffer.concat([
      Buffer.from('title,abstract\nA,x\nB,caf'),
      Buffer.from([0xae, 0xd2]),
      Buffer.from('\n'),
    ]);
    const { documents } = await readText('x.csv', content, { encoding: 'iso-8859-7' });
    expect(documents.map(({ text, warnings }) => [text, codesOf(warnings)])).toEqual([
      ['x', []],
      ['caf\uFFFD\uFFFD', ['INVALID_BYTES']],
    ]);
  });
});

/** Written for this test. */
const ABSTRACTS = {
  polish:
    'Celem badania było porównanie skuteczności dwóch leków u chorych z nadciśnieniem tętniczym. Włączono sto ' +
    'dwadzieścia osób w średnim wieku, które przez rok przyjmowały lek lub placebo. Różnica między grupami była znacząca.',
  russian:
    'Целью исследования было сравнить два препарата у больных с артериальной гипертензией. Сто двадцать человек ' +
    'среднего возраста в течение года получали препарат или плацебо. Различие между группами было значимым.',
  greek:
    'Σκοπός της μελέτης ήταν η σύγκριση δύο φαρμάκων σε ασθενείς με υπέρταση. Εκατόν είκοσι άτομα μέσης ηλικίας ' +
    'έλαβαν για ένα έτος το φάρμακο ή εικονικό φάρμακο. Η διαφορά μεταξύ των ομάδων ήταν σημαντική.',
  turkish:
    'Çalışmanın amacı yüksek tansiyonu olan hastalarda iki ilacı karşılaştırmaktı. Orta yaşlı yüz yirmi kişi bir yıl ' +
    'boyunca ilaç ya da plasebo aldı. Gruplar arasındaki fark anlamlıydı ve değişiklik görülmedi.',
  german:
    'Ziel der Studie war der Vergleich zweier Präparate bei Patienten mit Bluthochdruck. Hundertzwanzig Personen ' +
    'mittleren Alters erhielten für ein Jahr das Präparat oder Plazebo; die Gruppen unterschieden sich erheblich.',
  english: 'The dose was 5 µg a day at 37 °C. André Müller and José Gómez, © 2015. The difference was significant.',
};

describe('an encoding that only the letters tell', () => {
  test.each([
    ['polish', 'iso-8859-2'],
    ['polish', 'windows-1250'],
    ['russian', 'windows-1251'],
    ['russian', 'iso-8859-5'],
    ['russian', 'koi8-r'],
    ['greek', 'iso-8859-7'],
    ['turkish', 'iso-8859-9'],
    ['german', 'windows-1252'],
    ['english', 'windows-1252'],
  ] as const)('%s in %s is found and said to be a guess', async (language, encoding) => {
    const text = ABSTRACTS[language];
    const content = `TY  - JOUR\nTI  - A study\nAB  - ${text}\nER  - \n`;
    const { documents, warnings, events } = await readText('x.ris', iconv.encode(content, encoding));
    expect(documents[0]?.text).toBe(text);
    expect(events.at(-1)).toMatchObject({ type: 'finished', encoding });
    expect(codesOf(warnings)).toEqual(['ENCODING_GUESSED']);
    expect(warnings[0]?.message).toContain(encoding);
  });

  test('one short line is too little to guess by', async () => {
    const content = iconv.encode('title,abstract\nZażółć gęślą jaźń,x\n', 'iso-8859-2');
    const { events } = await readText('x.csv', content);
    expect(events.at(-1)).toMatchObject({ encoding: 'windows-1252' });
  });

  test('a few foreign letters between much else stay Windows-1252', async () => {
    const content = iconv.encode(
      `title,abstract\n${'A plain title,A plain abstract.\n'.repeat(50)}Naïve,x\n`,
      'latin1',
    );
    const { documents, events } = await readText('x.csv', content);
    expect(documents.at(-1)?.title).toBe('Naïve');
    expect(events.at(-1)).toMatchObject({ encoding: 'windows-1252' });
  });
});

describe('ISO-8859-15, which Windows-1252 differs from in eight places', () => {
  test('is not seen where signs stand as signs do', async () => {
    const western = Buffer.from('title,abstract\nA,"\xbd of caf\xe9s, l\xb4h\xf4pital, 1\xbd \xa8, \xa6"\n', 'latin1');
    const { documents, events } = await readText('x.csv', western);
    expect(documents[0]?.text).toBe('½ of cafés, l´hôpital, 1½ ¨, ¦');
    expect(events[0]).toMatchObject({ encoding: 'windows-1252' });
  });

  test.each([
    ['a word', 'Une \xbduvre du c\xbdur', 'Une œuvre du cœur'],
    ['a capital', 'Les \xbcuvres compl\xe8tes', 'Les Œuvres complètes'],
    ['a price', 'It cost 5 \xa4 a day', 'It cost 5 € a day'],
  ])('is told by %s', async (_, latin, text) => {
    const { documents, events, warnings } = await readText(
      'x.csv',
      Buffer.from(`title,abstract\nA,${latin}\n`, 'latin1'),
    );
    expect(documents[0]?.text).toBe(text);
    expect(events[0]).toMatchObject({ encoding: 'iso-8859-15' });
    expect(codesOf(warnings)).toEqual(['ENCODING_GUESSED']);
  });
});

test('what reads the same as Windows-1252 is called Windows-1252', async () => {
  const rows = Array.from({ length: 7 }, (_, at) => `T\xedtle number ${at}, na\xefve \xdf\n`).join('');
  const { events } = await readText('x.csv', Buffer.from(`title,abstract\n${rows}`, 'latin1'));
  expect(events.at(-1)).toMatchObject({ encoding: 'windows-1252' });
});
