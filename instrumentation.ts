/** Next runs this once when the web process starts, before it answers anything; an error here stops the start. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { prepareAuth } = await import('@/graphql/doors/auth');
    prepareAuth();
  }
}
