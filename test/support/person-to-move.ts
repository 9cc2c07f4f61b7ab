import type { Sql } from 'postgres';
import type { Answer, TestGateway } from './gateway.js';

/** Somebody at a reception centre, who can be moved to another. */
export interface PersonToMove {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  /** Moves, as IMDi. */
  move(gateway: TestGateway): Promise<Answer>;
  /** Where PostgreSQL has the person. */
  centre(): Promise<number>;
}

export async function personToMove(owner: Sql): Promise<PersonToMove> {
  const [found] = await owner<{ id: string; centre: number }[]>`
    select id, reception_centre_id as centre from settlement.person as person
    where status = 'AT_RECEPTION_CENTRE' and not exists (
      select from access.restriction where restriction.person_id = person.id)
    order by id limit 1`;
  if (!found) throw new Error('nobody can be moved');
  const { id, centre: from } = found;
  const to = from === 1 ? 2 : 1;
  return {
    id,
    from,
    to,
    move: (gateway) =>
      gateway.ask(
        'imdi',
        'SETTLEMENT',
        `mutation ($id: ID!, $centre: Int!) {
          moveToReceptionCentre(input: { personId: $id, receptionCentre: $centre }) {
            person { settlement { receptionCentre { id } } }
          }
        }`,
        { id, centre: to },
      ),
    async centre() {
      const [now] = await owner`select reception_centre_id as centre from settlement.person where id = ${id}`;
      return now?.['centre'];
    },
  };
}
