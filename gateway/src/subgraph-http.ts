/** What is sent to a subgraph that runs apart. */
export interface SubgraphRequest {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** A subgraph answered otherwise than it does when all is well. */
export class AnsweredOtherwise extends Error {
  constructor(readonly status: number) {
    super(`it answered ${status}`);
  }
}

/**
 * Sends a request to a subgraph that runs apart, over connections that are kept open.
 * @throws Error when it is not answered
 */
export async function sendToSubgraph(
  url: URL,
  sent: SubgraphRequest,
): Promise<{ readonly status: number; readonly text: string }> {
  client ??= loadClient();
  const { request, dispatcher } = await client;
  // From its sending to its last byte; undici's own limits begin anew with each byte, and not before there is a connection.
  const late = AbortSignal.timeout(deadline);
  const signal = sent.signal ? AbortSignal.any([sent.signal, late]) : late;
  const { statusCode, body } = await request(url, { ...sent, signal, dispatcher });
  return { status: statusCode, text: await body.text() };
}

/** Milliseconds that a subgraph may take; whoever asked has been waiting as long. */
const deadline = 30_000;

let client: ReturnType<typeof loadClient> | undefined;

/** A process that hosts all rooms sends nothing, and does without undici. */
async function loadClient() {
  const { Agent, request } = await import('undici');
  const dispatcher = new Agent({
    keepAliveTimeout: 30_000,
    connections: 64,
    connectTimeout: 5_000,
  });
  return { request, dispatcher };
}
