import { checkHealth } from '@/graphql/doors/health';

export const dynamic = 'force-dynamic';
export const GET = checkHealth;
