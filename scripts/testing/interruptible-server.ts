import { connect, createServer, type Server, type Socket } from 'node:net';

export interface InterruptibleServer {
  /** The server's address with the port that can be closed. */
  readonly url: string;
  /** Cuts every connection and refuses new ones, as a stopped server does. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Passes on the next bytes that hold the text, and cuts their connection in place of the answer. */
  loseAnswerTo(text: string): void;
}

/** A port of this machine that leads to a TCP server until it is stopped, and again once it is started. */
export async function interruptible(serverUrl: string): Promise<InterruptibleServer> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let port = 0;
  let server: Server | null = null;
  let unanswered: string | null = null;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const start = async () => {
    const listening = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      keep(near);
      keep(far);
      near.pipe(far).pipe(near);
      near.on('data', (bytes: Buffer) => {
        if (unanswered === null || !bytes.includes(unanswered)) return;
        unanswered = null;
        far.unpipe(near).once('data', () => near.destroy());
        far.resume();
      });
    });
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    server = listening;
    port = (listening.address() as { port: number }).port;
  };
  const stop = async () => {
    const listening = server;
    server = null;
    if (!listening) return;
    const closed = new Promise<void>((resolve) => listening.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await start();
  const url = new URL(serverUrl);
  url.host = `127.0.0.1:${port}`;
  const loseAnswerTo = (text: string) => {
    unanswered = text;
  };
  return { url: url.href, stop, start, loseAnswerTo };
}
