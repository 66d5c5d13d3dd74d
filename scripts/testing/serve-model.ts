import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubServer } from '@/inference/testing/hub-server';
import { writeRandomModel } from '@/inference/testing/random-model';

/**
 * A hub on this machine for the journeys: node --import tsx scripts/testing/serve-model.ts <port> <repository>. It has one
 * repository, a model of the starter's shape with random weights, so that a pull is real and takes a second.
 */
const [port = '0', repository = ''] = process.argv.slice(2);
const SEED = 7;
const FILES = ['config.json', 'tokenizer.json', 'model.safetensors'];
const folder = join(tmpdir(), `winnow-hub-${process.pid}`);

const config: Record<string, unknown> = JSON.parse(await readFile('models/starter/config.json', 'utf8'));
await writeRandomModel(folder, config, 'models/starter/tokenizer.json', SEED);
const hub = await HubServer.start(repository, Number(port));
for (const file of FILES) hub.put(file, await readFile(join(folder, file)));
await rm(folder, { recursive: true });
process.once('SIGTERM', () => void hub.close().then(() => process.exit(0)));
