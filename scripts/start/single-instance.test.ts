import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { holdDataFolder, socketPath } from './single-instance';

describe('a data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'winnow-hold-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is held by one Winnow, whose address the next one is told', async () => {
    const letGo = await holdDataFolder(folder, 'http://127.0.0.1:3000');
    await expect(holdDataFolder(folder, 'http://127.0.0.1:4000')).rejects.toThrow('at http://127.0.0.1:3000');
    await letGo();
    const letGoAgain = await holdDataFolder(folder, 'http://127.0.0.1:4000');
    await letGoAgain();
  });

  test('is free again when its holder was killed', async () => {
    const path = socketPath(folder);
    const program = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('held'))`;
    const holder = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(existsSync(path)).toBe(true);
    const letGo = await holdDataFolder(folder, 'http://127.0.0.1:3000');
    await letGo();
  });

  test('with a path too long for a socket is held all the same', () => {
    const path = socketPath(join(folder, 'a-name-that-goes-on-and-on/'.repeat(6)));
    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(103);
  });
});
