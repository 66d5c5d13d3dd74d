import { graphql } from '@/graphql/generated/operations';

export const InvitationQuery = graphql(`
  query Invitation($secret: String!) {
    viewer {
      id
      name
      email
    }
    invitation(secret: $secret) {
      teamName
      role
      email
      invitedByName
      expiresAt
      status
    }
  }
`);
