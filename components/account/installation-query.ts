import { graphql } from '@/graphql/generated/operations';

export const InstallationQuery = graphql(`
  query Installation {
    viewer {
      id
      name
      email
    }
    installation {
      needsFirstAccount
      mailsInvitations
      version
    }
  }
`);
