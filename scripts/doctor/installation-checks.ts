import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { checkEngineOptions, engineOptionsFrom } from '@/inference/engine-options';
import { InferenceError } from '@/inference/errors';
import { openModelFolder } from '@/inference/model/model-folder';
import { Tokenizer } from '@/inference/tokenizer/tokenizer';
import { errorText, SetupError } from '../setup-error';
import { readStartSettings } from '../start/settings';
import { findRunningDatabase } from '../start/with-database';
import type { Check } from './checks';

const CONNECT_TIMEOUT_MS = 5000;

export async function checkInstallation(environment: NodeJS.ProcessEnv): Promise<Check[]> {
  const model = await checkModel(environment);
  try {
    const { dataFolder, databaseUrl } = readStartSettings({}, environment);
    return [model, await checkDataFolder(dataFolder), await checkDatabase(databaseUrl, dataFolder)];
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return [model, { state: 'missing', subject: 'settings', finding: error.happened, remedy: error.remedy }];
  }
}

async function checkModel(environment: NodeJS.ProcessEnv): Promise<Check> {
  try {
    const options = checkEngineOptions(engineOptionsFrom(environment));
    const model = await openModelFolder(options.modelFolder);
    await Tokenizer.load(path.join(model.path, 'tokenizer.json'), model.config.vocabSize);
    const finding = `${model.modelId}, ${model.revision.slice(0, 19)}, ${model.path}`;
    return {
      state: 'ok',
      subject: 'model',
      finding,
      ...(model.isStarter && {
        remedy: 'For real work pull the relevance model: npx winnow model pull (docs/models.md).',
      }),
    };
  } catch (error) {
    if (!(error instanceof InferenceError)) throw error;
    return {
      state: 'missing',
      subject: 'model',
      finding: `${error.code}: ${error.message}`,
      remedy: 'Choose another with npx winnow model use, or correct WINNOW_MODEL (docs/models.md).',
    };
  }
}

async function checkDataFolder(folder: string): Promise<Check> {
  const state = await folderState(folder);
  if (state === 'writable') return { state: 'ok', subject: 'data folder', finding: folder };
  if (state === 'absent')
    return { state: 'ok', subject: 'data folder', finding: `${folder} (made by the first start)` };
  return {
    state: 'missing',
    subject: 'data folder',
    finding: `${folder} cannot be written`,
    remedy: 'Give this user the right to write there, or name another folder in WINNOW_DATA_DIR.',
  };
}

/** A folder that is not there yet is judged by the nearest one above it. */
async function folderState(folder: string): Promise<'writable' | 'absent' | 'refused'> {
  const isWritable = (place: string) =>
    access(place, constants.W_OK | constants.X_OK).then(
      () => true,
      () => false,
    );
  if (await isWritable(folder)) return 'writable';
  if (
    await access(folder).then(
      () => true,
      () => false,
    )
  )
    return 'refused';
  const above = path.dirname(folder);
  return above !== folder && (await folderState(above)) !== 'refused' ? 'absent' : 'refused';
}

async function checkDatabase(databaseUrl: string | undefined, dataFolder: string): Promise<Check> {
  const running = databaseUrl ?? findRunningDatabase(dataFolder);
  if (!running) {
    return {
      state: 'ok',
      subject: 'database',
      finding: 'the embedded PostgreSQL, not running',
      remedy: '`npm start` starts it.',
    };
  }
  const client = new Client({ connectionString: running, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    const kind = databaseUrl ? 'DATABASE_URL' : 'embedded';
    return { state: 'ok', subject: 'database', finding: `PostgreSQL ${rows[0]?.server_version ?? ''} (${kind})` };
  } catch (error) {
    return {
      state: 'missing',
      subject: 'database',
      finding: `no answer: ${errorText(error)}`,
      remedy: 'Check DATABASE_URL, and that the server runs and lets this machine in.',
    };
  } finally {
    await client.end().catch(() => undefined);
  }
}
