#!/usr/bin/env node
/**
 * Stand-in for Prisma's native schema engine, which is offered for download by one host only: the same Rust engine
 * compiled to WebAssembly (@prisma/schema-engine-wasm) reaching PostgreSQL through @prisma/adapter-pg.
 * Prisma's CLI starts it by PRISMA_SCHEMA_ENGINE_BINARY (prisma.config.ts) and speaks JSON-RPC with it.
 *
 * It leans on private methods of the adapter, so the Prisma versions are pinned exactly and
 * schema-engine/migrate.api.test.ts must pass before they move.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runDatabaseCommand } from './schema-engine/database-commands.mjs';
import { answerRequests } from './schema-engine/json-rpc.mjs';
import { log } from './schema-engine/log.mjs';
import { createEngineRunner, engineVersion } from './schema-engine/wasm-engine.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datasource: { type: 'string' },
    datamodels: { type: 'string', multiple: true },
    'enabled-preview-features': { type: 'string' },
    'extension-types': { type: 'string' },
    version: { type: 'boolean' },
  },
});
const url = values.datasource ? (JSON.parse(values.datasource).url ?? '') : '';

if (values.version) {
  process.stdout.write(`schema-engine-cli ${engineVersion()}\n`);
} else {
  log('INFO', 'Starting schema engine (wasm)'); // the CLI skips the first line of stderr, whatever it says
  if (positionals[0] === 'cli') {
    process.exitCode = await runDatabaseCommand(positionals[1], url);
  } else {
    const datamodels = values.datamodels?.map((file) => [file, readFileSync(file, 'utf8')]);
    await answerRequests(await createEngineRunner({ url, datamodels }));
    process.exit(0); // a connection the engine left open must not keep the CLI waiting
  }
}
