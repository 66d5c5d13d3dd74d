import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { inviteMember } from '@/graphql/teams/invite-member';
import { createTeamWith, type Person, provideAuthSettings, requestOf } from '@/graphql/testing/people';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
provideAuthSettings();

let server: Server | undefined;
afterEach(() => {
  server?.close();
  delete process.env.SMTP_URL;
});

/** The network's part: a mail server that speaks just enough SMTP, and keeps what it is told. */
async function startMailServer(answerToRecipient = '250 OK'): Promise<string[]> {
  const lines: string[] = [];
  server = createServer((socket) => serve(socket, lines, answerToRecipient));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  process.env.SMTP_URL = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}?ignoreTLS=true`;
  process.env.SMTP_FROM = 'Winnow <winnow@example.org>';
  return lines;
}

function serve(socket: Socket, lines: string[], answerToRecipient: string): void {
  let isData = false;
  let rest = '';
  socket.write('220 mail.test\r\n');
  socket.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\r\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      lines.push(line);
      if (isData) {
        if (line !== '.') continue;
        isData = false;
        socket.write('250 taken\r\n');
      } else if (line === 'DATA') {
        isData = true;
        socket.write('354 go on\r\n');
      } else if (line.startsWith('RCPT')) socket.write(`${answerToRecipient}\r\n`);
      else if (line === 'QUIT') socket.end('221 bye\r\n');
      else socket.write('250 OK\r\n');
    }
  });
}

async function invite(email: string | null, inviterName = 'Ada') {
  const { teamId, people } = await createTeamWith('OWNER');
  const inviter = { ...(people[0] as Person), name: inviterName };
  return inviteMember(requestOf(inviter), { teamId: toGlobalId('Team', teamId), role: 'REVIEWER', email });
}

/** The body as its reader sees it: soft line breaks of quoted-printable undone. */
const readable = (lines: readonly string[]) => lines.join('\n').replaceAll('=\n', '').replaceAll('=3D', '=');

it('mails the link to the one address it is for', async () => {
  const lines = await startMailServer();
  const { link, wasMailed } = await invite('mary@example.org');
  expect(wasMailed).toBe(true);
  expect(lines).toContain('RCPT TO:<mary@example.org>');
  expect(lines).toContain('MAIL FROM:<winnow@example.org>');
  expect(readable(lines)).toContain(`Accept here: ${link}`);
});

it('sends nothing for a link that anybody may use, or without a mail server', async () => {
  expect((await invite('mary@example.org')).wasMailed).toBe(false);
  const lines = await startMailServer();
  expect((await invite(null)).wasMailed).toBe(false);
  expect(lines).toEqual([]);
});

it('gives the link all the same when the mail server refuses or is away', async () => {
  await startMailServer('550 no such mailbox');
  const refused = await invite('mary@example.org');
  expect(refused).toMatchObject({ wasMailed: false, link: expect.stringContaining('/invite/') });
  await new Promise((resolve) => server?.close(resolve));
  expect((await invite('mary@example.org')).wasMailed).toBe(false);
});

it('keeps what people are called out of the headers', async () => {
  const lines = await startMailServer();
  await invite('mary@example.org', 'Ada\r\nBcc: everyone@example.org');
  expect(lines.filter((line) => line.startsWith('RCPT'))).toEqual(['RCPT TO:<mary@example.org>']);
  const headers = lines.slice(lines.indexOf('DATA') + 1, lines.indexOf(''));
  expect(headers.filter((line) => /^bcc:/i.test(line))).toEqual([]);
});
