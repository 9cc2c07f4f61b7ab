import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What PostgreSQL says to a connection that it ends, as when it is restarted (protocol: ErrorResponse). */
function farewell(): Buffer {
  const fields = Buffer.from(
    'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0',
  );
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

/** Stands before PostgreSQL or a subgraph, and ends a connection instead of passing something on. */
export interface Between {
  readonly url: string;
  /** Ends connections that ask or are answered something with these words in it; nobody's any more when undefined. */
  endAt(words: string | undefined): void;
  /** Passes nothing on any more over the connections there are, and does not end them. */
  fallSilent(): void;
  /** How many connections were ended. */
  ended(): number;
  close(): Promise<void>;
}

/** @param before the address of whoever answers */
export async function standBetween(before: string): Promise<Between> {
  const url = new URL(before);
  const { hostname, port } = url;
  let words: string | undefined;
  let ended = 0;
  const clients = new Set<Socket>();
  const silent = new WeakSet<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    clients.add(client);
    client.on('close', () => clients.delete(client));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('data', (chunk) => {
        if (silent.has(client)) return;
        if (words !== undefined && chunk.includes(words)) {
          ended += 1;
          client.end(farewell());
          upstream.destroy();
        } else if (other.writable) other.write(chunk);
      });
      one.on('error', () => {});
      one.on('close', () => other.end());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    endAt: (asked) => {
      words = asked;
    },
    fallSilent() {
      for (const client of clients) silent.add(client);
    },
    ended: () => ended,
    async close() {
      server.close();
      for (const client of clients) client.destroy();
      await once(server, 'close');
    },
  };
}
