import type { Caller, SubgraphName } from '@kompass/schema';
import { callerSettings, readingFor } from './caller-settings.js';
import type { Answer, Client, PersonKey, Pipeline, SentStatement } from './pipeline.js';
import { prepared } from './prepared.js';
import { type Session, sessionOver } from './session.js';

const sees = {
  id: (parameter: number) => `access.see_one($${parameter}::uuid)`,
  dufNumber: (parameter: number) => `access.see_holder($${parameter})`,
};

/** Takes a role. Before that says who asks, and whom alone is asked of, where that is not known. */
function become(asks: boolean, alone?: PersonKey['by']): SentStatement {
  const parts = asks ? [readingFor] : [];
  let parameters = asks ? 5 : 0;
  if (alone) {
    parameters += 1;
    parts.push(sees[alone](parameters));
  }
  parts.push(`set_config('role', $${parameters + 1}, true)`);
  return prepared(`select ${parts.join(', ')}`);
}

const becomingOf = (asks: boolean) => ({
  nobody: become(asks),
  id: become(asks, 'id'),
  dufNumber: become(asks, 'dufNumber'),
});
const becoming = { asking: becomingOf(true), asked: becomingOf(false) };

/**
 * The roles in which a connection's transactions read, one for each room and one for each room's reading of one person.
 * The caller is set and a role taken with a transaction's first statement; the role changes with the first of another's.
 */
export class ReadingRoles {
  #caller: Caller | undefined;
  #role: string | undefined;
  /** Whom the caller was last asked to see alone. */
  #one: PersonKey | undefined;
  readonly #sessions = new Map<SubgraphName, Session<Record<string, unknown>>>();

  constructor(private readonly pipeline: Pipeline) {}

  /** Whose what follows is. */
  begin(caller: Caller): void {
    this.#caller = caller;
  }

  session<Tables extends Record<string, unknown>>(room: SubgraphName, tables: Tables): Session<Tables> {
    const known = this.#sessions.get(room) ?? sessionOver(this.#clientOf(room), tables);
    this.#sessions.set(room, known);
    return known as Session<Tables>;
  }

  /** Sends each statement at once, so that no other's comes between it and its role. */
  #clientOf(room: SubgraphName): Client {
    const role = `kompass_${room}`;
    const roleOfOne = `${role}_of_one`;
    return {
      query: <Row extends Record<string, unknown>>(statement: SentStatement, values?: readonly unknown[]) => {
        this.#become(role);
        return this.pipeline.query(statement, values) as Promise<Answer<Row>>;
      },
      queryOfOne: <Row extends Record<string, unknown>>(
        one: PersonKey,
        statement: SentStatement,
        values?: readonly unknown[],
      ) => {
        this.#become(roleOfOne, one);
        return this.pipeline.query(statement, values, true) as Promise<Answer<Row>>;
      },
      retire: () => this.pipeline.retire(),
    };
  }

  /** What follows is skipped where it fails. */
  #become(role: string, one?: PersonKey): void {
    if (this.pipeline.between) {
      this.#role = undefined;
      this.#one = undefined;
    }
    const before = this.#one;
    const alone = one && (one.by !== before?.by || one.key !== before.key) ? one : undefined;
    if (this.#role === role && !alone) return;
    const asks = this.#role === undefined ? callerSettings(this.#caller as Caller) : [];
    const statement = becoming[asks.length > 0 ? 'asking' : 'asked'][alone?.by ?? 'nobody'];
    this.pipeline
      .query(statement, [...asks, ...(alone ? [alone.key] : []), role], one !== undefined)
      .catch(() => {});
    this.#role = role;
    this.#one = one ?? before;
  }
}
