import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { intraclassCorrelation } from './intraclass-correlation';
import { agreementTable, cohenKappa, gwetAc1 } from './kappa';
import { krippendorffAlpha } from './krippendorff-alpha';

describe('two raters, categories', () => {
  const table = [
    [20, 5],
    [10, 15],
  ];

  it('gives the worked values of docs/calibration.md, section 6', () => {
    expect(cohenKappa(table)).toMatchObject({ n: 50 });
    expect(cohenKappa(table).value).toBeCloseTo(0.4, 12);
    expect(gwetAc1(table).value).toBeCloseTo(0.405941, 6);
  });

  it('weighs distances as scikit-learn 1.9 does', () => {
    const first = [1, 2, 3, 4, 5, 3, 2, 4, 5, 1, 2, 3];
    const second = [1, 3, 3, 4, 4, 2, 2, 5, 5, 2, 2, 1];
    const ratings = agreementTable(
      first.map((rating, i) => [rating, second[i] ?? 0] as const),
      [1, 2, 3, 4, 5],
    );
    expect(cohenKappa(ratings).value).toBeCloseTo(0.368421052631579, 12);
    expect(cohenKappa(ratings, 'LINEAR').value).toBeCloseTo(0.6111111111111112, 12);
    expect(cohenKappa(ratings, 'QUADRATIC').value).toBeCloseTo(0.7890625, 12);
  });

  it('is undefined when both are constant; AC1 is not', () => {
    const constant = [
      [7, 0],
      [0, 0],
    ];
    expect(cohenKappa(constant)).toMatchObject({ value: null, observedAgreement: 1, n: 7 });
    expect(gwetAc1(constant).value).toBe(1);
  });

  it('is 1 for full agreement and blind to who came first', () => {
    const cell = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(cell, cell, cell, cell, (a, b, c, d) => {
        fc.pre(a + b + c + d > 0);
        const forwards = cohenKappa([
          [a, b],
          [c, d],
        ]).value;
        const backwards = cohenKappa([
          [a, c],
          [b, d],
        ]).value;
        if (forwards === null) expect(backwards).toBeNull();
        else expect(backwards).toBeCloseTo(forwards, 12);
        if (b + c === 0 && forwards !== null) expect(forwards).toBeCloseTo(1, 12);
      }),
    );
  });

  it('refuses tables that are none', () => {
    expect(() =>
      cohenKappa([
        [1, 2, 3],
        [1, 2],
      ]),
    ).toThrow(expect.objectContaining({ code: 'LENGTHS_DIFFER' }));
    expect(() =>
      cohenKappa([
        [0, 0],
        [0, 0],
      ]),
    ).toThrow(expect.objectContaining({ code: 'TOO_FEW_VALUES' }));
    expect(() => agreementTable([['yes', 'maybe']], ['yes', 'no'])).toThrow(
      expect.objectContaining({ code: 'OUT_OF_RANGE' }),
    );
  });
});

describe('Krippendorff alpha, interval data', () => {
  const documentsOf = (raters: (number | null)[][]) =>
    (raters[0] ?? []).map((_, i) => raters.flatMap((ratings) => ratings[i] ?? []));

  it('gives the worked value of docs/calibration.md', () => {
    const raters = ['0100000010', '1110010000'].map((row) => [...row].map(Number));
    expect(krippendorffAlpha(documentsOf(raters)).value).toBeCloseTo(0.095238, 6);
  });

  it('leaves out what cannot be compared (krippendorff 0.9.0: .8108448928121059)', () => {
    const n = null;
    const alpha = krippendorffAlpha(
      documentsOf([
        [n, n, n, n, n, 3, 4, 1, 2, 1, 1, 3, 3, n, 3],
        [1, n, 2, 1, 3, 3, 4, 3, n, n, n, n, n, n, n],
        [n, n, 2, 1, 3, 4, 4, n, 2, 1, 1, 3, 3, n, 4],
      ]),
    );
    expect(alpha.value).toBeCloseTo(0.8108448928121059, 12);
    expect(alpha).toMatchObject({ documents: 12, ratings: 26 });
  });

  it('is undefined without two different comparable ratings', () => {
    expect(krippendorffAlpha([]).value).toBeNull();
    expect(krippendorffAlpha([[3], [4]]).value).toBeNull();
    expect(
      krippendorffAlpha([
        [3, 3],
        [3, 3],
      ]).value,
    ).toBeNull();
  });

  it('does not move when all ratings are shifted', () => {
    const data = fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 }), { minLength: 2 });
    fc.assert(
      fc.property(data, (documents) => {
        const { value } = krippendorffAlpha(documents);
        const shifted = krippendorffAlpha(documents.map((ratings) => ratings.map((rating) => rating + 1000))).value;
        if (value === null) expect(shifted).toBeNull();
        else expect(shifted).toBeCloseTo(value, 9);
      }),
    );
  });
});

describe('ICC(2,1)', () => {
  it('gives the value of Shrout and Fleiss (1979)', () => {
    const ratings = [
      [9, 2, 5, 8],
      [6, 1, 3, 2],
      [8, 4, 6, 8],
      [7, 1, 2, 6],
      [10, 5, 6, 9],
      [6, 2, 4, 7],
    ];
    const icc = intraclassCorrelation(ratings);
    expect(icc.value).toBeCloseTo(0.289764, 6);
    expect(icc).toMatchObject({ targets: 6, raters: 4 });
  });

  it('is 1 for raters who agree, null when nothing varies, and refuses gaps', () => {
    expect(
      intraclassCorrelation([
        [1, 1],
        [2, 2],
        [5, 5],
      ]).value,
    ).toBeCloseTo(1, 12);
    expect(
      intraclassCorrelation([
        [3, 3],
        [3, 3],
      ]).value,
    ).toBeNull();
    expect(() => intraclassCorrelation([[1, 2], [1]])).toThrow(expect.objectContaining({ code: 'RATINGS_INCOMPLETE' }));
  });
});
