import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { parseConnectionUrl } from './connection.mjs';
import { createDatabase } from './database-commands.mjs';
import { messageOf } from './errors.mjs';
import { log } from './log.mjs';
import { MigrationAdapterFactory } from './migration-adapter.mjs';

const packageFolder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
const NO_DATABASE = 'postgresql://127.0.0.1:1/none'; // for requests that never connect, such as validation
const PANIC_EXIT_CODE = 101; // what a panicking Rust program exits with, which the CLI looks for

export function engineVersion() {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  return version.split('.').pop();
}

/**
 * Loads the WebAssembly module once; every request gets an engine and connections of its own.
 * Answers `run(method, params)` and `panic()`, the message of a panic if the engine had one.
 */
export async function createEngineRunner({ url, datamodels }) {
  const adapters = new MigrationAdapterFactory(parseConnectionUrl(url || NO_DATABASE));
  const panic = watchForPanics(adapters);
  const glue = await instantiate();
  const bound = bindMigrationAwareSqlAdapterFactory(adapters);
  const onLog = (message) => process.env.DEBUG && log('INFO', String(message));

  async function run(method, params) {
    if (method === 'createDatabase') return createDatabase(params.datasource?.url ?? url);
    const engine = await glue.SchemaEngine.new({ datamodels }, onLog, bound);
    try {
      if (method === 'evaluateDataLoss' || method === 'createMigration') await openShadowDatabase(engine, params);
      return await engine[method === 'getDatabaseVersion' ? 'version' : method](params);
    } finally {
      engine.free();
      await adapters.closeAll();
    }
  }
  return { run, panic };
}

/** In WebAssembly these two requests open no shadow database, but use what this request has told the engine before. */
function openShadowDatabase(engine, { migrationsList, filters }) {
  return engine.diagnoseMigrationHistory({ migrationsList, filters, optInToShadowDatabase: true });
}

async function instantiate() {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const module = new WebAssembly.Module(readFileSync(join(packageFolder, 'schema_engine_bg.wasm')));
  const { exports } = new WebAssembly.Instance(module, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  return glue;
}

/** A panic in the engine rejects no promise: it surfaces as an uncaught exception with its text in this registry. */
function watchForPanics(adapters) {
  let panic;
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => {
      panic = message;
    },
  };
  process.on('uncaughtException', async (error) => {
    log('ERROR', panic ?? messageOf(error), { backtrace: error.stack });
    await adapters.closeAll();
    process.exit(PANIC_EXIT_CODE);
  });
  return () => panic;
}
