import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { notePeerAddresses, readClientAddress } from '@/graphql/accounts/peer-address';
import { provideAuthSettings } from '@/graphql/testing/people';

provideAuthSettings();

let proxies: string | undefined;
beforeEach(() => {
  proxies = process.env.WINNOW_TRUSTED_PROXIES;
});
afterEach(() => {
  if (proxies === undefined) delete process.env.WINNOW_TRUSTED_PROXIES;
  else process.env.WINNOW_TRUSTED_PROXIES = proxies;
});

/** The headers a handler sees of a real request over the loopback. */
async function headersSeen(sent: Record<string, string>): Promise<IncomingHttpHeaders> {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((incoming, response) => {
    seen.push(incoming.headers);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve, reject) => {
    request({ port, host: '127.0.0.1', headers: sent, agent: false }, (answer) => answer.resume().on('end', resolve))
      .on('error', reject)
      .end();
  });
  await new Promise((resolve) => server.close(resolve));
  return seen[0] ?? {};
}

const addressOf = (headers: IncomingHttpHeaders) => readClientAddress((name) => headers[name]?.toString() ?? null);

it('is the other end of the connection, whatever the caller claims', async () => {
  notePeerAddresses();
  notePeerAddresses();
  const headers = await headersSeen({ 'x-forwarded-for': '203.0.113.7', 'x-winnow-peer': '203.0.113.8' });
  expect(addressOf(headers)).toBe('127.0.0.1');
});

it('is what the outermost trusted proxy saw, and nothing a caller put in front of it', () => {
  const headers = { 'x-forwarded-for': '6.6.6.6, 203.0.113.7, 10.0.0.2', 'x-winnow-peer': '10.0.0.1' };
  process.env.WINNOW_TRUSTED_PROXIES = '2';
  expect(addressOf(headers)).toBe('203.0.113.7');
  process.env.WINNOW_TRUSTED_PROXIES = '1';
  expect(addressOf(headers)).toBe('10.0.0.2');
  expect(addressOf({ 'x-winnow-peer': '10.0.0.1' })).toBe('10.0.0.1');
});

it('is unknown where nothing noted it', () => {
  expect(addressOf({ 'x-forwarded-for': '203.0.113.7' })).toBeNull();
});
