import { describe, expect, test } from 'vitest';
import { completeLock, entriesWithAddress, missingPlatformEntries } from './lock-file.mjs';

const lock = {
  name: 'example',
  packages: {
    '': { dependencies: { builder: '1.2.3' } },
    'node_modules/builder': {
      version: '1.2.3',
      resolved: 'https://registry.example.org/builder-1.2.3.tgz',
      integrity: 'sha512-abc',
      optionalDependencies: {
        '@builder/linux-x64': '1.2.3',
        '@builder/win32-arm64': '1.2.3',
        '@builder/linux-arm-musleabihf': '1.2.3',
      },
    },
    'node_modules/@builder/linux-x64': { version: '1.2.3', optional: true },
    'node_modules/nested': {
      version: '2.0.0',
      dev: true,
      optionalDependencies: { 'nested-darwin-x64': '^2.0.0', fsevents: '*' },
    },
    'node_modules/nested/node_modules/nested-darwin-x64': { version: '2.0.0', optional: true },
  },
};

describe('the lock file', () => {
  test('lacks the platforms that its registry did not have', () => {
    expect(missingPlatformEntries(lock)).toEqual({
      'node_modules/@builder/win32-arm64': { version: '1.2.3', cpu: ['arm64'], os: ['win32'], optional: true },
      'node_modules/@builder/linux-arm-musleabihf': {
        version: '1.2.3',
        cpu: ['arm'],
        os: ['linux'],
        libc: ['musl'],
        optional: true,
      },
    });
  });

  test('is complete and names no address once it is completed', () => {
    const complete = completeLock(lock);
    expect(missingPlatformEntries(complete)).toEqual({});
    expect(entriesWithAddress(lock)).toEqual(['node_modules/builder']);
    expect(entriesWithAddress(complete)).toEqual([]);
    expect(complete.packages['node_modules/builder']).toMatchObject({ version: '1.2.3', integrity: 'sha512-abc' });
  });

  test('keeps the order npm writes, so that a change stays readable', () => {
    const paths = Object.keys(completeLock(lock).packages);
    expect(paths).toEqual([...paths].sort());
  });
});
