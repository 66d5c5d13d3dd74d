import { getPool } from '@/prisma/client';

/** 200 when the database answers, 503 with Retry-After when it does not: for the supervisor and load balancers. */
export async function checkHealth(): Promise<Response> {
  try {
    await getPool().query('SELECT 1');
    return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
  } catch {
    return Response.json(
      { status: 'unavailable', reason: 'The database cannot be reached.' },
      { status: 503, headers: { 'retry-after': '5', 'cache-control': 'no-store' } },
    );
  }
}
