import type { Command } from 'commander';

export function registerIngest(program: Command): void {
  program
    .command('ingest')
    .description('print the documents that files hold as JSONL, or with --check what an import of them would report')
    .argument('<file...>', 'tables, references, articles or archives of them; format and encoding are found by content')
    .option('--check', 'print one line of JSON a file: counts, format, encoding and every issue')
    .option('--full-text', 'read articles and pages that have an abstract with their body')
    .addHelpText('after', '\nExit status: 0 when every file was read, 2 when a file failed as a whole.')
    .action(async (files: string[], { check, fullText }: { check?: boolean; fullText?: boolean }) => {
      const { runIngest } = await import('../ingest/run-ingest');
      process.exitCode = await runIngest(
        files,
        { isCheck: check === true, reading: { isFullText: fullText === true } },
        process.stdout,
        process.stderr,
      );
    });
}
