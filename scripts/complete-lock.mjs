/**
 * Run after every `npm install` (CONTRIBUTING.md): makes package-lock.json fit for every platform and free of download
 * addresses. `--check` changes nothing and fails when there would be something to change.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { completeLock, entriesWithAddress, missingPlatformEntries } from './lock-file.mjs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = Object.keys(missingPlatformEntries(lock));
const addressed = entriesWithAddress(lock);

if (process.argv.includes('--check')) {
  for (const path of missing) console.error(`package-lock.json lacks ${path}`);
  for (const path of addressed) console.error(`package-lock.json records a download address for ${path}`);
  if (missing.length + addressed.length > 0) {
    console.error('Run: node scripts/complete-lock.mjs');
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, `${JSON.stringify(completeLock(lock), null, 2)}\n`);
  console.log(`${missing.length} platform packages added, ${addressed.length} addresses removed`);
}
