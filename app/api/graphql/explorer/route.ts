import { renderExplorer } from '@/graphql/doors/explorer';

export const GET = renderExplorer;
