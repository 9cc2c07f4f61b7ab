import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, expect } from 'vitest';
import { rowCallers } from './callers.js';
import { startTestGateway, type TestGateway } from './gateway.js';
import { codes } from './registering.js';
import { type ScratchDatabase, scratchDatabase } from './scratch-database.js';

const officer = rowCallers['IMDi, privacy officer, cleared'] as Caller;

/** A demand for rectification, as it is answered. */
export interface RectificationDemand {
  readonly id: string;
  readonly status: string;
  readonly decidedAt: string | null;
  readonly rectification: { readonly entry: number | null; readonly registered: string | null };
  readonly execution: {
    readonly completedAt: string | null;
    readonly steps: readonly { readonly subgraph: string; readonly outcome: string }[];
  } | null;
}

/** The acts on demands of one person, as the person and the privacy officer do them. */
export function rights(gateway: () => TestGateway, person: () => { id: string; duf: string }) {
  const themself = (): Caller => ({
    party: 'PERSON',
    purpose: 'DATA_SUBJECT_RIGHTS',
    clearances: [],
    dufNumber: person().duf,
  });
  const ask = async (fields: string) => (await gateway().askAs(themself(), `{ me { ${fields} } }`)).data.me;
  const act = async (caller: Caller, name: string, args: string) => {
    const { data, errors } = await gateway().askAs(
      caller,
      `mutation { ${name}(personId: "${person().id}", ${args}) { problems { code path } } }`,
    );
    expect(errors).toEqual([]);
    return codes(data[name].problems);
  };
  const demand = (input: string) => act(themself(), 'requestRectification', `input: { ${input} }`);
  const requests = async (): Promise<RectificationDemand[]> =>
    (
      await ask(`processing { rightsRequests { id status decidedAt rectification { entry registered }
        execution { completedAt steps { subgraph outcome } } } }`)
    ).processing.rightsRequests;
  const latest = async (): Promise<RectificationDemand> => {
    const [request] = await requests();
    if (!request) throw new Error('nothing is demanded');
    return request;
  };
  const decide = async (decision: 'GRANT' | 'REFUSE', requestId: string) =>
    act(officer, 'decideRequest', `requestId: "${requestId}", decision: ${decision}, reason: "Vurdert."`);
  /** The demand, once it is carried out or found not to fit. */
  const carriedOut = async (id: string): Promise<RectificationDemand> => {
    for (let time = 0; time < 300; time += 1) {
      const request = (await requests()).find((each) => each.id === id) as RectificationDemand;
      if (request.status !== 'CARRYING_OUT') return request;
      await sleep(100);
    }
    throw new Error('the rectification was never done');
  };
  /** Grants a demand, the latest unless another is named, and waits until it is carried out or found not to fit. */
  const grant = async (requestId?: string): Promise<RectificationDemand> => {
    const id = requestId ?? (await latest()).id;
    expect(await decide('GRANT', id)).toEqual([]);
    return carriedOut(id);
  };
  const onWorkList = async () => {
    const { data } = await gateway().askAs(
      officer,
      '{ rightsWorkList(first: 100) { edges { node { id } } } }',
    );
    return data.rightsWorkList.edges.some(({ node }: { node: { id: string } }) => node.id === person().id);
  };
  return { ask, demand, latest, requests, decide, carriedOut, grant, onWorkList };
}

/** A Kompass that carries out what is decided, from the first test of a `describe` to the last. */
export function carryingOut(options: { readonly empty?: boolean } = {}) {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  beforeAll(async () => {
    database = await scratchDatabase(options);
    gateway = await startTestGateway('in-process', { databaseUrl: database.url, duties: true });
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });
  return { database: () => database, gateway: () => gateway };
}
