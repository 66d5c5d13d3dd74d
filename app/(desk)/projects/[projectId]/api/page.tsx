import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { exampleRequest } from '@/components/api/example-request';
import { Page, Section } from '@/components/shell/page';
import { ButtonLink } from '@/components/ui/button';
import { CopyField } from '@/components/ui/copy-field';

export const metadata: Metadata = { title: 'API' };

type ApiPageProps = Readonly<{ params: Promise<{ projectId: string }> }>;

export default async function ApiPage({ params }: ApiPageProps) {
  const { projectId } = await params;
  const origin = process.env.NEXTAUTH_URL ?? `http://${(await headers()).get('host') ?? 'localhost:3000'}`;
  return (
    <Page
      title="API"
      summary="Everything these pages show and do goes over the same GraphQL operations."
      measure="text"
    >
      <Section title="Explorer" hint="The whole schema with its documentation; queries run as you, on your own data.">
        <ButtonLink variant="primary" href="/api/graphql/explorer" prefetch={false} target="_blank">
          Open the explorer
        </ButtonLink>
      </Section>
      <Section title="This project" hint="Objects are named by global ids; node(id) finds any of them.">
        <CopyField label="Project id" value={projectId} />
      </Section>
      <Section title="From a program" hint="Programs send a personal token; it may do what you may, within its scope.">
        <pre className="whitespace-pre-wrap rounded-lg bg-sunken p-3 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
          {exampleRequest(origin, projectId)}
        </pre>
        <ButtonLink className="mt-3" href="/account/tokens">
          API tokens
        </ButtonLink>
      </Section>
    </Page>
  );
}
