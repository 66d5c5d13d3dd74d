import { describe, expect, it } from 'vitest';
import {
  choiceOf,
  choose,
  firstChoices,
  missingChoice,
  previewDocuments,
  toMappingInput,
} from '@/components/collections/mapping-choices';
import type { PreviewView } from '@/components/collections/mapping-query';

const column = (name: string, role: PreviewView['columns'][number]['role'] = null, samples: string[] = []) => ({
  name,
  role,
  samples,
  filledShare: 1,
  labelKind: null,
});

function preview(overrides: Partial<PreviewView> = {}): PreviewView {
  return {
    version: 3,
    format: 'CSV',
    member: null,
    encoding: 'utf-8',
    delimiter: ',',
    columns: [
      column('Kop'),
      column('Samenvatting', 'TEXT'),
      column('constructor'),
      { ...column('in'), labelKind: 'BINARY' },
    ],
    columnsLeftOut: 0,
    rowsRead: 2,
    rows: [
      {
        values: [
          { column: 'Kop', value: 'Aspirine', isShortened: false },
          { column: 'Samenvatting', value: 'Wij gaven', isShortened: true },
          { column: 'constructor', value: 'x', isShortened: false },
          { column: 'in', value: 'ja', isShortened: false },
        ],
      },
      { values: [{ column: 'constructor', value: 'y', isShortened: false }] },
    ],
    notices: [],
    suggestedLabel: null,
    defaultLabelName: 'refs',
    chosenEncoding: null,
    chosenDelimiter: null,
    isPending: false,
    failureCode: null,
    failureMessage: null,
    ...overrides,
  };
}

const columnOf = (name: string) => preview().columns.find((known) => known.name === name) ?? column(name);

describe('the columns of a file', () => {
  it('begin as the file names them, each role once, with the label it suggests', () => {
    const twice = [column('abstract', 'TEXT'), column('text', 'TEXT'), column('included')];
    const choices = firstChoices(preview({ columns: twice, suggestedLabel: { column: 'included', kind: 'BINARY' } }));
    expect([...choices.columns]).toEqual([
      ['TEXT', 'abstract'],
      ['LABEL', 'included'],
    ]);
    expect(choices).toMatchObject({ labelName: 'refs', labelKind: 'BINARY', remembers: true });
  });

  it('take a role from each other and give it back', () => {
    const begun = firstChoices(preview());
    const moved = choose(begun, columnOf('Kop'), 'TEXT');
    expect(choiceOf(moved, 'Kop')).toBe('TEXT');
    expect(choiceOf(moved, 'Samenvatting')).toBeNull();
    expect(choiceOf(choose(moved, columnOf('Kop'), null), 'Kop')).toBeNull();
    expect(choiceOf(begun, 'constructor')).toBeNull();
  });

  it('bring the kind that their values have when they become a label', () => {
    const scale = choose(firstChoices(preview()), { name: 'Kop', labelKind: 'SCALE' }, 'LABEL');
    expect(scale.labelKind).toBe('SCALE');
    expect(choose(scale, columnOf('in'), 'LABEL')).toMatchObject({ labelKind: 'BINARY' });
  });

  it('need a title or a text, and a name where there are labels', () => {
    const begun = firstChoices(preview());
    expect(missingChoice(begun)).toBeNull();
    expect(missingChoice(choose(begun, columnOf('Samenvatting'), null))).toMatch(/title or the text/);
    expect(missingChoice({ ...choose(begun, columnOf('in'), 'LABEL'), labelName: ' ' })).toMatch(/whose labels/);
  });

  it('reach the API with the version they were chosen on', () => {
    const chosen = choose(choose(firstChoices(preview()), columnOf('Kop'), 'TITLE'), columnOf('in'), 'LABEL');
    expect(toMappingInput('run', { ...chosen, labelName: ' Cohen 2006 ' }, 3)).toEqual({
      importId: 'run',
      expectedVersion: 3,
      remember: true,
      columns: [
        { role: 'TEXT', name: 'Samenvatting' },
        { role: 'TITLE', name: 'Kop' },
      ],
      label: { column: 'in', kind: 'BINARY', name: 'Cohen 2006' },
    });
  });
});

describe('the first documents', () => {
  it('follow the choices, blank where a row has nothing', () => {
    const chosen = choose(choose(firstChoices(preview()), columnOf('Kop'), 'TITLE'), columnOf('in'), 'LABEL');
    expect(previewDocuments(preview(), chosen)).toEqual([
      { title: 'Aspirine', text: 'Wij gaven', isTextShortened: true, facts: [], label: 'ja', otherFields: 1 },
      { title: null, text: null, isTextShortened: false, facts: [], label: null, otherFields: 1 },
    ]);
  });

  it('say facts in the order of a reference, whatever the order of the file', () => {
    const year = choose(firstChoices(preview()), columnOf('in'), 'EXTERNAL_ID');
    const both = choose(year, columnOf('constructor'), 'YEAR');
    expect(previewDocuments(preview(), both)[0]?.facts).toEqual(['x', 'ja']);
  });
});
