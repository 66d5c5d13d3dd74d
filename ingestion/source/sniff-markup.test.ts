import { describe, expect, test } from 'vitest';
import { markupFormat } from '@/ingestion/source/sniff-markup';
import { readText } from '@/ingestion/testing/read-all';

const prolog = [
  '\uFEFF<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
  '<!-- A <PubmedArticle> in a comment, and a > -->',
  '<?xml-stylesheet href="a.xsl"?>',
  '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD > x" "http://x/y.dtd" [ <!-- ] > --> <!ELEMENT a (b)> ]>',
].join('\n\n');

describe('markup is told by its root element', () => {
  test.each([
    ['pubmed-xml', `${prolog}<PubmedArticleSet/>`],
    ['pubmed-xml', '<?xml version="1.0">\n<pm:PubmedArticleSet xmlns:pm="x"/>'],
    ['pubmed-xml', '<MedlineCitationSet></MedlineCitationSet>'],
    ['pubmed-xml', '<PubmedBookArticle/>'],
    ['pubmed-xml', '<eFetchResult><x/><PubmedArticle></PubmedArticle></eFetchResult>'],
    ['endnote-xml', '<xml><records><record><ref-type>17</ref-type></record></records></xml>'],
    ['endnote-xml', '<?xml version="1.0"?><!-- x --><records>\n<record><titles/></record></records>'],
    ['jats-xml', '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.0//EN" "x.dtd"><article></article>'],
    ['jats-xml', '<jats:article xmlns:jats="x"><jats:front/></jats:article>'],
    ['jats-xml', '<?xml version="1.0"?><pmc-articleset><article><front/></article></pmc-articleset>'],
    ['html', '<!-- saved from url=(0014)about:internet -->\n<!doctype HTML>\n<p>Text'],
    [
      'html',
      '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x"><html xmlns="x"><body>Text</body></html>',
    ],
    ['html', '<HTML><BODY>Text'],
    ['xml', '<?xml version="1.0"?><collection><record/></collection>'],
    ['xml', '<?xml version="1.0"?><article><name>A shoe</name></article>'],
    ['xml', '<!DOCTYPE note><note/>'],
    [null, '<1>\nAccession Number'],
    [null, '<3 hearts,abstract'],
    [null, '<b>Bold</b> text'],
    [null, 'Text with <html> in it'],
  ])('%s: %s', (format, content) => expect(markupFormat(content.trimStart())).toBe(format));

  test('a name ending in .html decides for pieces of a page', async () => {
    const { events } = await readText('page.html', '<div>Text</div>');
    expect(events[0]).toMatchObject({ format: 'html' });
  });
});
