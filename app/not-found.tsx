import { ButtonLink } from '@/components/ui/button';

export default function NotFound() {
  return (
    <main id="main" className="mx-auto flex max-w-md flex-col items-start gap-2 px-6 py-24">
      <p className="text-ink-faint">404</p>
      <h1 className="font-semibold text-xl">There is nothing at this address</h1>
      <p className="text-ink-muted">
        It may have been deleted, the link may be cut short, or it belongs to a team that you are not a member of.
      </p>
      <ButtonLink href="/" className="mt-3">
        Go to your projects
      </ButtonLink>
    </main>
  );
}
