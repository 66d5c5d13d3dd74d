import { describe, expect, it } from 'vitest';
import { metadataFacts } from '@/components/reader/metadata-facts';
import { failureSentence, modelName, provenanceSentence, shortHash } from '@/components/reader/provenance';
import { readOverride, sayScore, scoreOfKey, stepScore } from '@/components/reader/rating-keys';
import { doiUrl, pubmedUrl, safeUrl } from '@/components/reader/safe-link';

describe('the score of a key', () => {
  it.each([
    ['Digit1', false, 1],
    ['Digit5', false, 5],
    ['Numpad3', false, 3],
    ['Digit1', true, 1.5],
    ['Digit4', true, 4.5],
    ['Digit5', true, null],
    ['Digit0', false, null],
    ['Digit6', false, null],
    ['KeyA', false, null],
  ])('%s, shifted %s, is %s', (code, shiftKey, score) => {
    expect(scoreOfKey({ code, shiftKey })).toBe(score);
  });
});

describe('fine steps', () => {
  it('stay on the scale and free of rounding dust', () => {
    expect(stepScore(3.2, 1)).toBe(3.3);
    expect(stepScore(5, 1)).toBe(5);
    expect(stepScore(1, -1)).toBe(1);
    expect(stepScore(3.3333, -1)).toBe(3.2);
  });

  it.each([
    ['3.7', 3.7],
    ['3,7', 3.7],
    ['5', 5],
    ['5.0', 5],
    ['5.1', null],
    ['0.9', null],
    ['3.75', null],
    ['', null],
    ['four', null],
  ])('reads %s as %s', (text, score) => {
    expect(readOverride(text)).toBe(score);
  });

  it('are said as people say them', () => {
    expect([sayScore(4), sayScore(3.5), sayScore(3.3000000000000003)]).toEqual(['4', '3.5', '3.3']);
  });
});

describe('links of a document', () => {
  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'JAVA\nSCRIPT:alert(1)',
    'no address',
    '',
    null,
  ])('never lead to %s', (url) => {
    expect(safeUrl(url)).toBeNull();
  });

  it('lead to http and https', () => {
    expect(safeUrl(' https://example.org/a?b=c ')).toBe('https://example.org/a?b=c');
    expect(safeUrl('http://example.org')).toBe('http://example.org/');
  });

  it.each([
    ['10.1056/NEJMoa2034577', 'https://doi.org/10.1056/NEJMoa2034577'],
    ['doi:10.1002/(SICI)1097-0258', 'https://doi.org/10.1002/(SICI)1097-0258'],
    ['https://doi.org/10.1000/182', 'https://doi.org/10.1000/182'],
    ['10.1000/a?b#c', 'https://doi.org/10.1000/a%3Fb%23c'],
  ])('know the DOI %s', (doi, url) => {
    expect(doiUrl(doi)).toBe(url);
  });

  it('know a PubMed number and nothing else', () => {
    expect(pubmedUrl('PMID: 33301246')).toBe('https://pubmed.ncbi.nlm.nih.gov/33301246/');
    expect(pubmedUrl('../../evil')).toBeNull();
    expect(doiUrl('not a doi')).toBeNull();
  });
});

describe('provenance', () => {
  const score = {
    value: 4.2,
    failureCode: null,
    precision: 'fp32',
    provider: 'cpu',
    tokensTotal: 9000,
    tokensRead: 4096,
    windows: 1,
    windowAggregate: null,
    windowOverlap: 256,
    isTruncated: true,
    scoredAt: '2026-11-23T01:00:00.000Z',
    model: {
      name: 'Winnow starter',
      repository: null,
      revision: 'c0ffee1234567890',
      contentHash: 'ab'.repeat(32),
      isStandIn: true,
      isNamedOnly: false,
      maxTokens: 4096,
    },
  };

  it('names the model, that it stands in, and what was read', () => {
    expect(provenanceSentence(score)).toBe(
      'Winnow starter (stand-in), revision c0ffee1, fp32 on CPU, read 4,096 of 9,000 tokens.',
    );
  });

  it('counts windows where there were several, and says how they became one score', () => {
    const real = {
      ...score,
      windows: 3,
      windowAggregate: 'MEAN' as const,
      tokensRead: 9000,
      model: { ...score.model, isStandIn: false },
    };
    expect(provenanceSentence(real)).toBe(
      'Winnow starter, revision c0ffee1, fp32 on CPU, read 9,000 of 9,000 tokens in 3 windows (mean).',
    );
  });

  it('does not warn twice where the name itself says what it is', () => {
    expect(modelName({ name: 'Winnow starter (stand-in)', isStandIn: true })).toBe('Winnow starter (stand-in)');
  });

  it('keeps a revision that is a name as it is, and shortens a hash', () => {
    expect(shortHash(`sha256:${'c0ffee12'.repeat(8)}`)).toBe('c0ffee1');
    expect(shortHash('starter-v1')).toBe('starter-v1');
  });

  it('says why a score is missing, and shows a code it does not know', () => {
    expect(failureSentence('EMPTY_TEXT')).toBe('Its text is empty.');
    expect(failureSentence('NEW_CODE')).toContain('NEW_CODE');
    expect(failureSentence(null)).toBe('The reason was not recorded.');
  });
});

describe('fields of the source', () => {
  it('become words, whatever shape they have', () => {
    expect(metadataFacts({ trial: true, arms: ['a', 'b'], n: 0, none: null, nested: { x: 1 } })).toEqual([
      { term: 'trial', detail: 'true' },
      { term: 'arms', detail: 'a, b' },
      { term: 'n', detail: '0' },
      { term: 'nested', detail: '{\n  "x": 1\n}' },
    ]);
  });

  it('are none where the source has none', () => {
    expect([metadataFacts(null), metadataFacts('text'), metadataFacts(['list'])]).toEqual([[], [], []]);
  });
});
