import type { Caller, SubgraphName } from '@kompass/schema';
import { callerSettings, readingFor } from './caller-settings.js';
import type { Answer, Client, Pipeline, SentStatement } from './pipeline.js';
import { prepared } from './prepared.js';
import { type Session, sessionOver } from './session.js';

/** Takes a role. Before that says who asks, and whom alone is asked of, where that is not known. */
function become(asks: boolean, alone: boolean): SentStatement {
  const parts = asks ? [readingFor] : [];
  let parameters = asks ? 5 : 0;
  if (alone) {
    parameters += 1;
    parts.push(`access.see_one($${parameters}::uuid)`);
  }
  parts.push(`set_config('role', $${parameters + 1}, true)`);
  return prepared(`select ${parts.join(', ')}`);
}

/** By whether it is to be said who asks, and whom alone is asked of. */
const becoming = [
  [become(false, false), become(false, true)],
  [become(true, false), become(true, true)],
] as const;

/**
 * The roles in which a connection's transactions read, one for each room and one for each room's reading of one person.
 * The caller is set and a role taken with a transaction's first statement; the role changes with the first of another's.
 */
export class ReadingRoles {
  #caller: Caller | undefined;
  #role: string | undefined;
  /** Whom the caller was last asked to see alone. */
  #one: string | undefined;
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
        personId: string,
        statement: SentStatement,
        values?: readonly unknown[],
      ) => {
        this.#become(roleOfOne, personId);
        return this.pipeline.query(statement, values, true) as Promise<Answer<Row>>;
      },
    };
  }

  /** What follows is skipped where it fails. */
  #become(role: string, personId?: string): void {
    if (this.pipeline.between) {
      this.#role = undefined;
      this.#one = undefined;
    }
    const one = personId ?? this.#one;
    if (this.#role === role && this.#one === one) return;
    const asks = this.#role === undefined ? callerSettings(this.#caller as Caller) : [];
    const alone = this.#one === one ? [] : [one as string];
    const statement = becoming[asks.length > 0 ? 1 : 0][alone.length > 0 ? 1 : 0];
    this.pipeline.query(statement, [...asks, ...alone, role], personId !== undefined).catch(() => {});
    this.#role = role;
    this.#one = one;
  }
}
