import { type Context, requireViewer, type Viewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';

/** The viewer as a person in a browser: an account and its tokens are not in the hands of a token. */
export function requireSession(context: Context): Viewer {
  const viewer = requireViewer(context);
  if (viewer.tokenId === null) return viewer;
  throw new AppError('FORBIDDEN', 'A personal token may not do this: sign in with your password.');
}
