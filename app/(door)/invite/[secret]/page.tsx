import type { Metadata } from 'next';
import { AcceptInvitationForm } from '@/components/account/accept-invitation-form';
import { InvitationQuery } from '@/components/account/invitation-query';
import { NarrowPage } from '@/components/shell/page';
import { ButtonLink } from '@/components/ui/button';
import { execute } from '@/graphql/execute';

// The secret is in the address: no page that it links to may learn it.
export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' };

const CLOSED = {
  ACCEPTED: 'This invitation has been used already. If it was you, sign in.',
  REVOKED: 'This invitation has been taken back. Ask whoever sent it for a new one.',
  EXPIRED: 'This invitation is older than it may be. Ask whoever sent it for a new one.',
} as const;

type InvitePageProps = Readonly<{ params: Promise<{ secret: string }> }>;

export default async function InvitePage({ params }: InvitePageProps) {
  const { secret } = await params;
  const { invitation, viewer } = await execute(InvitationQuery, { secret });
  if (!invitation)
    return (
      <ClosedInvitation reason="This link belongs to no invitation. It may have been cut short when it was copied." />
    );
  if (invitation.status !== 'OPEN') return <ClosedInvitation reason={CLOSED[invitation.status]} />;
  return (
    <NarrowPage
      title={`Join ${invitation.teamName}`}
      summary={`${invitation.invitedByName} invites you as ${invitation.role.toLowerCase()}.`}
    >
      <AcceptInvitationForm
        secret={secret}
        teamName={invitation.teamName}
        viewerName={viewer?.name ?? null}
        email={invitation.email ?? null}
      />
    </NarrowPage>
  );
}

function ClosedInvitation({ reason }: Readonly<{ reason: string }>) {
  return (
    <NarrowPage title="This invitation is closed" summary={reason}>
      <ButtonLink href="/sign-in">Sign in</ButtonLink>
    </NarrowPage>
  );
}
