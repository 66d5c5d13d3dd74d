import { makeZip, type ZipPart } from '@/ingestion/testing/make-zip';

interface Workbook {
  /** Content of `sheetData` of each sheet, or all of the part where it begins with '<?xml'. */
  sheets: string[];
  /** Attributes of each `sheet` in the workbook. */
  attributes?: string[];
  shared?: string;
  styles?: string;
  properties?: string;
  extra?: ZipPart[];
}

/** A workbook as XML says it, for what no writer would write. */
export function makeWorkbook({ sheets, attributes, shared, styles, properties, extra }: Workbook): Buffer {
  const part = (name: string, content: string | undefined): ZipPart[] =>
    content === undefined ? [] : [{ name, content }];
  const relations = sheets.map(
    (_, index) => `<Relationship Id="s${index}" Type="x/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  const names = sheets.map(
    (_, index) =>
      `<sheet name="Sheet ${index + 1}" sheetId="${index + 1}" r:id="s${index}" ${attributes?.[index] ?? ''}/>`,
  );
  return makeZip([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: '_rels/.rels', content: '<R><Relationship Id="w" Type="x/officeDocument" Target="xl/workbook.xml"/></R>' },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns:r="r">${properties ?? ''}<sheets>${names.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<R>${relations.join('')}<Relationship Id="t" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="f" Type="x/styles" Target="/xl/styles.xml"/></R>`,
    },
    ...part('xl/sharedStrings.xml', shared),
    ...part('xl/styles.xml', styles),
    ...sheets.map((content, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      content: content.startsWith('<?xml') ? content : `<worksheet><sheetData>${content}</sheetData></worksheet>`,
    })),
    ...(extra ?? []),
  ]);
}

/** A row of texts in place, numbers as numbers; null leaves a place blank. */
export function rowXml(line: number, values: ReadonlyArray<string | number | null>): string {
  const cells = values.map((value, index) => {
    const reference = `${columnName(index)}${line}`;
    if (value === null) return '';
    if (typeof value === 'number') return `<c r="${reference}"><v>${value}</v></c>`;
    const text = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
  });
  return `<row r="${line}">${cells.join('')}</row>`;
}

function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  return `${rest > 0 ? columnName(rest - 1) : ''}${String.fromCharCode(65 + (index % 26))}`;
}
