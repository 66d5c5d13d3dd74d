import { handleStream } from '@/graphql/doors/stream';
import { handleGraphql } from '@/graphql/server';

export const dynamic = 'force-dynamic';

/** One address for all operations; a caller that accepts an event stream gets one (GraphQL over SSE). */
function answer(request: Request): Promise<Response> {
  const wantsStream = request.headers.get('accept')?.includes('text/event-stream') ?? false;
  return wantsStream ? handleStream(request) : handleGraphql(request);
}

export { answer as GET, answer as POST };
