import { buildZip, type ZipPart } from '@/ingestion/testing/build-zip';

export interface DocxParts {
  /** Inside `w:body`. */
  body: string;
  /** Inside the core properties. */
  core?: string;
  /** In the place of the whole main part. */
  main?: string;
  others?: ZipPart[];
}

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The least a Word file is made of. Source: ECMA-376, part 1. */
export function buildDocx({ body, core, main, others = [] }: DocxParts): Buffer {
  const parts: ZipPart[] = [
    {
      name: '[Content_Types].xml',
      content: `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    },
    { name: 'word/document.xml', content: main ?? `<w:document xmlns:w="${W}"><w:body>${body}</w:body></w:document>` },
    {
      name: 'word/styles.xml',
      content: `<w:styles xmlns:w="${W}"><w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style></w:styles>`,
    },
  ];
  if (core !== undefined) parts.push({ name: 'docProps/core.xml', content: coreProperties(core) });
  return buildZip([...parts, ...others]);
}

export function paragraph(text: string, style?: string): string {
  const properties = style === undefined ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`;
  return `<w:p>${properties}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

function coreProperties(inside: string): string {
  return `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">${inside}</cp:coreProperties>`;
}
