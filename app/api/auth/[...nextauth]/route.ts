import { handleAuth } from '@/graphql/doors/auth';

export const dynamic = 'force-dynamic';

export { handleAuth as GET, handleAuth as POST };
