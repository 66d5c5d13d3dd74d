import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../project-root';
import { SetupError } from '../setup-error';
import { addressFor, readStartSettings } from './settings';

const environment = (settings: Record<string, string> = {}): NodeJS.ProcessEnv => ({ NODE_ENV: 'test', ...settings });

describe('the settings of a start', () => {
  test('need nothing: embedded database, this machine only, one worker', () => {
    expect(readStartSettings({}, environment())).toEqual({
      dataFolder: join(projectRoot, 'data'),
      databaseUrl: undefined,
      authSecret: undefined,
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      workerCount: 1,
      development: false,
      verbose: false,
    });
  });

  test('on the command line win over those in the environment', () => {
    const settings = readStartSettings(
      { port: '4000', workers: '0' },
      environment({ PORT: '5000', WINNOW_WORKERS: '3' }),
    );
    expect(settings).toMatchObject({ port: 4000, workerCount: 0 });
  });

  test('count as none when they are empty, as a compose file leaves them', () => {
    const settings = readStartSettings(
      {},
      environment({ DATABASE_URL: '', NEXTAUTH_SECRET: '', PORT: '', SMTP_URL: '' }),
    );
    expect(settings).toMatchObject({ databaseUrl: undefined, authSecret: undefined, port: 3000 });
  });

  test('understand AUTH_SECRET as well', () => {
    const secret = 'thirty-two characters and some more';
    expect(readStartSettings({}, environment({ AUTH_SECRET: secret })).authSecret).toBe(secret);
  });

  test.each([
    [{ PORT: 'abc' }, 'PORT must be a port number'],
    [{ PORT: '70000' }, 'PORT'],
    [{ WINNOW_WORKERS: '-1' }, 'WINNOW_WORKERS'],
    [{ DATABASE_URL: 'mysql://localhost/winnow' }, 'DATABASE_URL must be like postgresql://'],
    [{ NEXTAUTH_SECRET: 'short' }, 'NEXTAUTH_SECRET must have at least 32 characters'],
    [{ NEXTAUTH_URL: 'winnow.example.org' }, 'NEXTAUTH_URL must be an address'],
    [{ SMTP_URL: 'smtp://mail.example.org' }, 'SMTP_FROM must name the sender'],
  ])('that are wrong stop the start by name: %o', (settings, text) => {
    expect(() => readStartSettings({}, environment(settings))).toThrow(SetupError);
    expect(() => readStartSettings({}, environment(settings))).toThrow(text);
  });

  test('tell where a server that listens everywhere can be called', () => {
    expect(addressFor('0.0.0.0')).toBe('localhost');
    expect(addressFor('::1')).toBe('[::1]');
    expect(addressFor('192.0.2.7')).toBe('192.0.2.7');
  });
});
