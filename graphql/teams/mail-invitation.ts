import { createTransport } from 'nodemailer';
import { logger } from '@/graphql/logger';
import { readMailSettings } from '@/graphql/teams/mail-settings';

export interface InvitationMail {
  readonly to: string;
  readonly teamName: string;
  readonly inviterName: string;
  readonly link: string;
  readonly expiresAt: Date;
}

/** Mails an invitation; false when there is no mail server or it did not take the mail: the link can be handed over. */
export async function mailInvitation(mail: InvitationMail): Promise<boolean> {
  const settings = readMailSettings();
  if (!settings) return false;
  const transport = createTransport(settings.url);
  try {
    const { accepted } = await transport.sendMail({
      from: settings.from,
      to: { name: '', address: mail.to },
      subject: `${mail.inviterName} invites you to ${mail.teamName} on Winnow`,
      text: textOf(mail),
    });
    return accepted.length > 0;
  } catch (error) {
    logger.warn({ err: error }, 'an invitation could not be mailed');
    return false;
  } finally {
    transport.close();
  }
}

function textOf({ teamName, inviterName, link, expiresAt }: InvitationMail): string {
  return `${inviterName} invites you to the team "${teamName}" on Winnow, where documents are screened together.

Accept here: ${link}

The link works once, until ${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC. If you expected no invitation, do nothing.
`;
}
