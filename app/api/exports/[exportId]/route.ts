import { handleExportDownload } from '@/graphql/doors/exports';

export const dynamic = 'force-dynamic';

export async function GET(request: Request, { params }: { params: Promise<{ exportId: string }> }): Promise<Response> {
  return handleExportDownload(request, (await params).exportId);
}
