import { handleUpload } from '@/graphql/doors/uploads';

export const dynamic = 'force-dynamic';
export {
  handleUpload as DELETE,
  handleUpload as HEAD,
  handleUpload as OPTIONS,
  handleUpload as PATCH,
  handleUpload as POST,
};
