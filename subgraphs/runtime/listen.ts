import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Something else listens on the port that a process was told to take. */
export class PortTaken extends Error {
  constructor(port: number) {
    super(`PORT ${port} is taken: stop what listens there, or set PORT to another.`);
    this.name = 'PortTaken';
  }
}

/**
 * Has a server take connections.
 * @param port 0 for any that is free
 * @returns the port
 * @throws PortTaken
 */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTaken(port) : error);
    server.once('error', refuse);
    server.listen(port, () => {
      server.off('error', refuse);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/**
 * Looks whether a port can be taken, so that nobody waits for a database that is made in vain. Whoever takes it afterwards
 * is found when we listen.
 * @throws PortTaken
 */
export async function expectFree(port: number): Promise<void> {
  const probe = createServer();
  await listen(probe, port);
  probe.close();
  await once(probe, 'close');
}
