import { startEngine } from '../engine';

/** A program that owns an engine and is killed by a test: prints the engine's process ids and keeps it busy. */
const [cacheFolder = ''] = process.argv.slice(2);
const engine = await startEngine({ cacheFolder, processes: 1, threadsPerProcess: 1 });
console.error(JSON.stringify(engine.processIds()));
for (;;) await engine.score(Array.from({ length: 50 }, (_, i) => `Text ${i} about the treatment of asthma.`));
