import { describe, expect, test } from 'vitest';
import { bytesSource, codesOf, readAll, readText } from '@/ingestion/testing/read-all';

async function page(html: string, isFullText = false) {
  const { documents } = await readText('page.html', html, { isFullText });
  expect(documents).toHaveLength(1);
  return documents[0];
}

test('what a person would read, each block on its own line', async () => {
  const document = await page(
    `<!DOCTYPE html><html lang="de"><head><title>Asthma &amp;
      allergy</title><style>p { color: red }</style><script>if (a < b) document.write("<p>no</p>")</script></head>
     <body><nav><ul><li>Home</ul></nav><noscript>Enable</noscript><h1>Heading</h1><p>One <b>t</b>wo
     three<p>four<br>five<ul><li>a<li>b</ul><table><tr><td>1<td>2<tr><td>3</table><pre>x
  y</pre><svg><title>Icon</title><text>no</text></svg>caf&eacute; &#x2014; end</body></html>`,
  );
  expect(document?.title).toBe('Asthma & allergy');
  expect(document?.language).toBe('de');
  expect(document?.text.split('\n')).toEqual([
    'Heading',
    'One two three',
    'four',
    'five',
    'a',
    'b',
    '1 2',
    '3',
    'x',
    'y',
    'café — end',
  ]);
});

test('the head of a publisher’s page says what the work is', async () => {
  const head = [
    '<title>Journal | Site</title><link rel="canonical" href="https://example.org/a">',
    '<meta name="citation_title" content="On &lt;i&gt;E. coli&lt;/i&gt;"><meta name="citation_author" content="Doe, J."><meta name="citation_author" content="Roe, R.">',
    '<meta name="citation_doi" content="doi:10.1000/X"><meta name="citation_pmid" content="7"><meta name="citation_journal_title" content="Lancet">',
    '<meta name="citation_publication_date" content="2019/03/01"><meta name="citation_keywords" content="a; b"><meta name="citation_volume" content="3">',
    '<meta name="citation_abstract" content="&lt;p&gt;Why.&lt;/p&gt;&lt;p&gt;How.&lt;/p&gt;"><meta name="viewport" content="x"><meta name="citation_reference" content="y">',
  ];
  const html = `<html><head>${head.join('\n')}</head><body><p>Whole page.</body></html>`;
  const document = await page(html);
  expect(document).toMatchObject({
    title: 'On E. coli',
    text: 'Why.\nHow.',
    authors: ['Doe, J.', 'Roe, R.'],
    doi: '10.1000/x',
    pmid: '7',
    journal: 'Lancet',
    year: 2019,
    keywords: ['a', 'b'],
    url: 'https://example.org/a',
    metadata: { citation_volume: '3', textSource: 'abstract', bodyLength: 11, title: 'Journal | Site' },
  });
  expect(Object.keys(document?.metadata ?? {})).not.toContain('citation_reference');
  expect(await page(html, true)).toMatchObject({ text: 'Why.\nHow.\n\nWhole page.' });
});

test('without any title the first heading is one', async () => {
  expect(await page('<body><div><h2>First <i>one</i></h2><h3>Second</h3>Text</div>')).toMatchObject({
    title: 'First one',
    text: 'First one\nSecond\nText',
  });
});

test.each([
  ['<meta charset="windows-1251">', Buffer.from([0xcf, 0xf0, 0xe8]), 'При', 'windows-1251'],
  [
    '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">',
    Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
    '日本',
    'shift_jis',
  ],
  ['<meta charset=iso-8859-1>', Buffer.from([0x93, 0xe9, 0x94]), '“é”', 'windows-1252'],
  ['<meta charset=utf-8>', Buffer.from('日本'), '日本', 'utf-8'],
])('%s is obeyed', async (meta, bytes, text, encoding) => {
  const html = Buffer.concat([
    Buffer.from(`<html><head>${meta}</head><body><p>`),
    bytes,
    Buffer.from('</body></html>'),
  ]);
  for (const chunkSize of [1, 65_536]) {
    const { documents, events } = await readAll(bytesSource('page.html', html, chunkSize));
    expect(documents[0]?.text).toBe(text);
    expect(events[0]).toMatchObject({ encoding });
  }
});

describe('hostile and huge pages', () => {
  test('embedded pictures do not count', async () => {
    const picture = `<img src="data:image/png;base64,${'iVBORw0KGgo'.repeat(5_000)}==">`;
    const html = `<html><body><p>One</p>${picture.repeat(20)}<p>Two</p></body></html>`;
    for (const chunkSize of [97, 1 << 20]) {
      const { documents, rejected } = await readAll(bytesSource('page.html', html, chunkSize), {
        maxRecordLength: 5_000,
      });
      expect(rejected).toEqual([]);
      expect(documents[0]?.text).toBe('One\nTwo');
    }
  });

  test('a page longer than the limit is rejected, not held', async () => {
    const { rejected, counts } = await readText('page.html', `<html><p>${'word '.repeat(1_000)}`, {
      maxRecordLength: 500,
    });
    expect(codesOf(rejected)).toEqual(['RECORD_TOO_LARGE']);
    expect(counts).toEqual({ read: 1, accepted: 0, repaired: 0, rejected: 1 });
  });

  test.each(['<div>', '<b>', '<table>'])('%s nested without end', async (tag) => {
    const { rejected } = await readText('page.html', `<html>${tag.repeat(200_000)}${'</i>'.repeat(200_000)}`);
    expect(codesOf(rejected)).toEqual(['NESTED_TOO_DEEP']);
  });

  test.each(['<script>', '<!--', '<p a="', '<![CDATA[', '<title>', '<style>', '<'])('%s never closed', async (open) => {
    const { counts, failure } = await readText('page.html', `<html><p>One</p>${open}${'x <p>y '.repeat(100_000)}`);
    expect(failure).toBeNull();
    expect(counts?.read).toBe(1);
  });
});
