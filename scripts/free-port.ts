import { createServer } from 'node:net';
import { errorCode } from './setup-error';

const LOOPBACK = '127.0.0.1';

/** A port nobody listens on, chosen by the system. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** Why nothing can listen there (`EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`), or undefined when it can. */
export function portProblem(port: number, host = LOOPBACK): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(errorCode(error) ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
