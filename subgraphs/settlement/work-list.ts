import { answerPage, countedUpTo, type Page } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { type SQL, sql } from 'drizzle-orm';
import type { GraphQLResolveInfo } from 'graphql';
import type { OpenSettlementStatus } from './generated/resolver-types.js';
import type { PageArguments } from './residents.js';
import type { Context, PersonRow } from './rows.js';
import { personsListed } from './store.js';
import * as tables from './tables.js';

const { person } = tables;

/**
 * What each list holds, and since when its persons wait. PostgreSQL looks at a status only after row security, unless
 * it is written as in the condition of an index; each of these is one's.
 */
const lists: Readonly<Record<OpenSettlementStatus, List>> = {
  AT_RECEPTION_CENTRE: {
    holds: sql`status = 'AT_RECEPTION_CENTRE'`,
    since: sql`${person.waitingSince}`,
    type: sql`date`,
  },
  ASSIGNED: { holds: sql`status = 'ASSIGNED'`, since: sql`${person.assignedAt}`, type: sql`timestamptz` },
  ACCEPTED: { holds: sql`status = 'ACCEPTED'`, since: sql`${person.assignedAt}`, type: sql`timestamptz` },
};
interface List {
  readonly holds: SQL;
  readonly since: SQL;
  readonly type: SQL;
}

/** A page of the persons whose settlement has come so far, whoever waits longest first. */
export function workList(
  status: OpenSettlementStatus,
  page: PageArguments,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<Page<PersonRow>> {
  const since = new Map<string, string>();
  return answerPage(page, context, info, {
    list: ['settlementWorkList', status],
    rows: async (size, after, node) => {
      const found = await waiting(context, status, size, after);
      for (const row of found) since.set(row.id, row.since);
      return personsListed(context, [...since.keys()], node);
    },
    count: () => countWaiting(context, status),
    positionOf: ({ id }) => [since.get(id) ?? '', id],
  });
}

/** @param after where the page before ended: since when its last person waits, and who */
async function waiting(
  { session, caller }: Context,
  status: OpenSettlementStatus,
  first: number,
  after: readonly string[] | undefined,
): Promise<readonly { readonly id: string; readonly since: string }[]> {
  const { since, type } = lists[status];
  const beyond = after
    ? sql`(${since}, ${person.id}) > (${after[0]}::${type}, ${after[1]}::uuid)`
    : sql`true`;
  const rest = sql`and ${beyond} order by ${since}, ${person.id} limit ${first + 1}`;
  const { rows } = await session.execute<{ id: string; since: string }>(sql`
    select id, since::text from (${found(caller, status, sql`${since} as since, ${person.id} as id`, rest)}) as found
    order by found.since, found.id limit ${first + 1}`);
  return rows;
}

async function countWaiting({ session, caller }: Context, status: OpenSettlementStatus): Promise<number> {
  const {
    rows: [counted],
  } = await session.execute<{ count: number }>(sql`
    select count(*)::int as count from (
      select from (${found(caller, status, sql`1`, sql`limit ${countedUpTo}`)}) as found limit ${countedUpTo}) as counted`);
  return counted?.count ?? 0;
}

/**
 * Those of a list, and for a municipality those of each place that it answers for, off an index. Row security decides
 * whom of them the caller sees.
 */
function found({ party }: Caller, status: OpenSettlementStatus, columns: SQL, rest: SQL): SQL {
  const { holds } = lists[status];
  return party === 'MUNICIPALITY'
    ? sql`select own.* from unnest((select access.places())::text[]) as place (number)
        cross join lateral (
          select ${columns} from ${person} where ${person.municipalityNumber} = place.number and ${holds} ${rest}) as own`
    : sql`select ${columns} from ${person} where ${holds} ${rest}`;
}
