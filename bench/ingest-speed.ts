import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readDocuments } from '@/ingestion/read-documents';
import { localFile } from '@/ingestion/source/local-file';
import type { SourceDocument } from '@/ingestion/types';

/**
 * How fast a file becomes documents, in MB a second of processor time (user and system, all threads of this process),
 * one run a format. Records are those of a real RIS export, written in each format with an identifier of their own.
 * Aim: 20 MB/s for text formats. Run: npx tsx bench/ingest-speed.ts [--megabytes 60] [--formats csv,jsonl,list]
 */
const SAMPLE = fileURLToPath(new URL('../ingestion/fixtures/ris/asreview___baseline.ris', import.meta.url));
const BATCH_RECORDS = 500;
const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '60' },
    formats: { type: 'string', default: 'csv,jsonl,json,list,ris,nbib,wos,refer,bibtex' },
  },
});

type Writer = (document: SourceDocument, id: number) => string;

const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
const jsonOf = ({ title, text, authors, year, journal, keywords }: SourceDocument, id: number) =>
  JSON.stringify({ id, title, abstract: text, authors, year, journal, doi: doiOf(id), keywords });
const elementOf: Writer = (found, id) => `${id === 1 ? '' : ','}\n${jsonOf(found, id)}`;
const WRITERS: Record<string, { header: string; write: Writer; footer?: string }> = {
  csv: {
    header: 'id,title,abstract,authors,year,journal,doi,keywords\n',
    write: (found, id) =>
      `${[String(id), found.title ?? '', found.text, found.authors.join('; '), String(found.year ?? ''), found.journal ?? '', doiOf(id), found.keywords.join('; ')].map(quoted).join(',')}\n`,
  },
  jsonl: {
    header: '',
    write: (found, id) => `${jsonOf(found, id)}\n`,
  },
  json: { header: '[', write: elementOf, footer: '\n]\n' },
  /** As a search service gives it. */
  list: { header: '{"count": 1, "results": [', write: elementOf, footer: '\n]}\n' },
  ris: { header: '', write: (found, id) => risOf(found, id) },
  nbib: { header: '', write: (found, id) => nbibOf(found, id) },
  wos: { header: 'FN Clarivate Analytics Web of Science\nVR 1.0\n', write: (found, id) => wosOf(found, id) },
  refer: { header: '', write: (found, id) => referOf(found, id) },
  bibtex: { header: '', write: (found, id) => bibtexOf(found, id) },
};

const folder = await mkdtemp(join(os.tmpdir(), 'winnow-speed-'));
try {
  const sample = await sampleDocuments();
  console.log(`node ${process.version}; ${os.cpus()[0]?.model}; load ${os.loadavg()[0]?.toFixed(1)}`);
  for (const format of values.formats.split(',')) await measure(format, sample);
} finally {
  await rm(folder, { recursive: true });
}

async function measure(format: string, sample: readonly SourceDocument[]): Promise<void> {
  const path = join(folder, `speed.${format}`);
  await writeFile(path, format, sample);
  const megabytes = (await stat(path)).size / 1e6;
  const start = process.cpuUsage();
  let documents = 0;
  let others = 0;
  for await (const event of readDocuments(localFile(path, `speed.${format}`))) {
    if (event.type === 'document') documents += 1;
    else if (event.type === 'rejected') others += 1;
  }
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  const peakMib = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  console.log(
    `${format}: ${(megabytes / seconds).toFixed(1)} MB/s (${megabytes.toFixed(0)} MB, ${documents} documents, ${others} rejected, ${seconds.toFixed(2)} s of processor time, resident so far at most ${peakMib} MiB)`,
  );
}

async function sampleDocuments(): Promise<SourceDocument[]> {
  const sample: SourceDocument[] = [];
  for await (const event of readDocuments(localFile(SAMPLE, 'sample.ris'))) {
    if (event.type === 'document') sample.push(event.document);
  }
  return sample;
}

async function writeFile(path: string, format: string, sample: readonly SourceDocument[]): Promise<void> {
  const writer = WRITERS[format];
  if (writer === undefined) throw new Error(`No writer for "${format}". Known: ${Object.keys(WRITERS).join(', ')}.`);
  const file = await open(path, 'w');
  await file.write(writer.header);
  let id = 0;
  for (let bytes = 0; bytes < Number(values.megabytes) * 1e6; ) {
    let batch = '';
    for (let count = 0; count < BATCH_RECORDS; count += 1) {
      const found = sample[id % sample.length];
      id += 1;
      if (found !== undefined) batch += writer.write(found, id);
    }
    bytes += Buffer.byteLength(batch);
    await file.write(batch);
  }
  await file.write(writer.footer ?? '');
  await file.close();
}

function doiOf(id: number): string {
  return `10.1000/speed.${id}`;
}

function risOf({ title, text, authors, year, journal, keywords }: SourceDocument, id: number): string {
  const lines = [
    'TY  - JOUR',
    `AN  - ${id}`,
    `TI  - ${title ?? ''}`,
    ...authors.map((author) => `AU  - ${author}`),
    `PY  - ${year ?? ''}`,
    `JO  - ${journal ?? ''}`,
    `DO  - ${doiOf(id)}`,
    ...keywords.map((keyword) => `KW  - ${keyword}`),
    `AB  - ${text.replaceAll('\n', ' ')}`,
    'ER  - ',
  ];
  return `${lines.join('\n')}\n\n`;
}

/** Wrapped at 80 columns, as PubMed writes it. */
function nbibOf({ title, text, authors, year, journal, keywords }: SourceDocument, id: number): string {
  const lines = [
    `PMID- ${id}`,
    'OWN - NLM',
    'STAT- MEDLINE',
    `DP  - ${year ?? ''}`,
    `TI  - ${title ?? ''}`,
    `LID - ${doiOf(id)} [doi]`,
    `AB  - ${text}`,
    ...authors.flatMap((author) => [`FAU - ${author}`, `AU  - ${author}`]),
    'LA  - eng',
    `JT  - ${journal ?? ''}`,
    ...keywords.map((keyword) => `OT  - ${keyword}`),
  ];
  return `${lines.map((line) => wrap(line, 88, '      ')).join('\n')}\n\n`;
}

function wosOf({ title, text, authors, year, journal, keywords }: SourceDocument, id: number): string {
  const lines = [
    'PT J',
    `AU ${authors.join('\n   ')}`,
    `TI ${wrap(title ?? '', 77, '   ')}`,
    `SO ${journal ?? ''}`,
    wrap(`DE ${keywords.join('; ')}`, 77, '   '),
    `AB ${text.replaceAll('\n', ' ')}`,
    `PY ${year ?? ''}`,
    `DI ${doiOf(id)}`,
    `UT WOS:${id}`,
    'ER',
  ];
  return `${lines.join('\n')}\n\n`;
}

function referOf({ title, text, authors, year, journal, keywords }: SourceDocument, id: number): string {
  const lines = [
    '%0 Journal Article',
    `%T ${title ?? ''}`,
    ...authors.map((author) => `%A ${author}`),
    `%J ${journal ?? ''}`,
    `%D ${year ?? ''}`,
    `%R ${doiOf(id)}`,
    `%K ${keywords.join('\n')}`,
    `%X ${text}`,
  ];
  return `${lines.join('\n')}\n\n`;
}

function bibtexOf({ title, text, authors, year, journal, keywords }: SourceDocument, id: number): string {
  const escaped = (value: string) => value.replace(/[{}\\]/g, ' ').replace(/[&%$#_]/g, '\\$&');
  const fields = {
    title: `{${escaped(title ?? '')}}`,
    author: authors.map(escaped).join(' and '),
    journal: escaped(journal ?? ''),
    year: String(year ?? ''),
    doi: doiOf(id),
    keywords: escaped(keywords.join('; ')),
    abstract: escaped(text),
  };
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${value}},`);
  return `@article{speed${id},\n${lines.join('\n')}\n}\n\n`;
}

function wrap(text: string, width: number, indent: string): string {
  return text.replace(new RegExp(`(.{20,${width}}) (?=\\S)`, 'g'), `$1\n${indent}`);
}
