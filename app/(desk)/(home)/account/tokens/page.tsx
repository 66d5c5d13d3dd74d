import { KeyRound } from 'lucide-react';
import type { Metadata } from 'next';
import { read } from '@/app/desk';
import { NewTokenDialog } from '@/components/account/new-token-dialog';
import { TokenTable } from '@/components/account/token-table';
import { TokensQuery } from '@/components/account/tokens-query';
import { Page } from '@/components/shell/page';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/page-states';

export const metadata: Metadata = { title: 'API tokens' };

export default async function TokensPage() {
  const { apiTokens } = await read(TokensQuery);
  return (
    <Page
      title="API tokens"
      summary="A token speaks for you: it may do what you may, within its scope."
      actions={
        <>
          <ButtonLink variant="quiet" href="/api/graphql/explorer" prefetch={false}>
            Explorer
          </ButtonLink>
          <NewTokenDialog />
        </>
      }
    >
      {apiTokens.nodes.length === 0 ? (
        <EmptyState icon={<KeyRound aria-hidden />} title="Tokens for programs">
          Scripts and pipelines upload, read rankings and override scores over the API with a token. Each has a name, a
          scope and an end, and is shown once.
        </EmptyState>
      ) : (
        <TokenTable tokens={apiTokens.nodes} />
      )}
    </Page>
  );
}
