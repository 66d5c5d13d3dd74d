import { sendRejects } from '@/graphql/doors/rejects';

export const dynamic = 'force-dynamic';

type RejectsRoute = Readonly<{ params: Promise<{ importId: string }> }>;

export async function GET(request: Request, { params }: RejectsRoute): Promise<Response> {
  return sendRejects(request, (await params).importId);
}
