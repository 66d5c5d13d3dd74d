import { metadataColumn } from '@/ingestion/winnow/export-columns';
import type { ExportWriter } from '@/jobs/exports/export-writer';

/** One JSON object a line, values as they are; what a record does not have is not in it. */
export const writeJsonl: ExportWriter = async function* (_table, batches) {
  for await (const batch of batches) {
    const lines = batch.map(({ document, metadata, review }) => {
      const own = Object.entries(metadata).map(([key, value]) => [metadataColumn(key), value] as const);
      return `${JSON.stringify(Object.fromEntries([...document, ...own, ...review]))}\n`;
    });
    yield Buffer.from(lines.join(''));
  }
};
