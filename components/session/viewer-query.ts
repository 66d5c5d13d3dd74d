import { graphql } from '@/graphql/generated/operations';

export const ViewerQuery = graphql(`
  query Viewer {
    viewer {
      id
      name
      email
    }
  }
`);
