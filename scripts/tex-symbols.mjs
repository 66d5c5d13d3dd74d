/** Writes ingestion/bibtex/tex-symbols.json from unicode2latex (ISC). Run after a new version: node scripts/tex-symbols.mjs */
import { writeFileSync } from 'node:fs';
import { combining, latex2unicode } from 'unicode2latex';

const file = new URL('../ingestion/bibtex/tex-symbols.json', import.meta.url);
writeFileSync(file, `${JSON.stringify({ symbols: latex2unicode, accents: combining.tounicode }, null, 2)}\n`);
