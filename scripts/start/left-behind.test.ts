import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endChildrenLeftBehind, rememberChildren } from './left-behind';

describe('children of a supervisor that was killed', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'winnow-left-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('are waited for', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'inherit'] });
    await once(child, 'spawn');
    rememberChildren(folder, [child.pid ?? 0]);
    const exit = once(child, 'exit');
    const ended = endChildrenLeftBehind(folder);
    child.stdin.end();
    expect(await ended).toBe(1);
    expect(await exit).toEqual([0, null]);
    expect(await endChildrenLeftBehind(folder)).toBe(0);
  });

  test('are not mistaken for a later process with the same number', async () => {
    writeFileSync(join(folder, 'children.json'), JSON.stringify([{ pid: process.pid, startedAt: 'long ago' }]));
    expect(await endChildrenLeftBehind(folder)).toBe(0);
  });

  test('are none when the list was cut off', async () => {
    writeFileSync(join(folder, 'children.json'), '[{"pid": 12');
    expect(await endChildrenLeftBehind(folder)).toBe(0);
  });
});
