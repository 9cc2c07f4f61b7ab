import { syntheticPerson } from '@kompass/runtime';
import { type Clearance, nationalBodies, type Party, type Purpose, purposesOf } from '@kompass/schema';

/** A named caller for trying things, with the claims of its token. */
export interface DemoCaller {
  /** What `npm run token` knows it by. */
  readonly name: string;
  readonly label: string;
  readonly purposes: readonly Purpose[];
  readonly claims: Readonly<Record<string, unknown>>;
}

const agency = (
  name: string,
  label: string,
  party: Party,
  organisation: string,
  scopes: readonly string[],
  more: Readonly<Record<string, unknown>>,
  held: readonly Clearance[] = [],
): DemoCaller => ({
  name,
  label,
  purposes: purposesOf(party, held),
  claims: {
    consumer: { authority: 'iso6523-actorid-upis', ID: `0192:${organisation}` },
    scope: scopes.map((scope) => `imdi:kompass.${scope}`).join(' '),
    client_id: `demo-${name}`,
    ...more,
  },
});

/** The callers of the README's table. The organisations are real, the officers and the supplier are not. */
export function demoCallers(): readonly DemoCaller[] {
  return [
    agency('imdi', 'IMDi, case officer', 'IMDI', nationalBodies.IMDI, ['controller'], {
      sub: 'demo-officer-imdi',
    }),
    agency(
      'imdi-privacy',
      'IMDi, privacy officer',
      'IMDI',
      nationalBodies.IMDI,
      ['controller', 'privacy'],
      { sub: 'demo-officer-privacy' },
      ['PRIVACY_OFFICER'],
    ),
    agency('nav', 'NAV, adviser', 'NAV', nationalBodies.NAV, ['nav'], { NAVident: 'Z990001' }),
    agency('career-centre', 'Career centre of Vestland', 'CAREER_CENTRE', '821311632', ['careercentre'], {
      sub: 'demo-officer-vestland',
    }),
    agency('municipality', 'Bergen municipality', 'MUNICIPALITY', '964338531', ['municipality'], {
      sub: 'demo-officer-bergen',
    }),
    agency('supplier', 'A supplier’s system, Bergen', 'MUNICIPALITY', '964338531', ['municipality'], {
      sub: 'demo-officer-bergen',
      supplier: { authority: 'iso6523-actorid-upis', ID: '0192:310000000' },
    }),
    agency('research', 'An approved research project', 'RESEARCH', '971526920', ['research'], {
      sub: 'demo-researcher',
      project: 'demo-project-1',
    }),
    {
      name: 'person',
      label: 'A registered person',
      purposes: purposesOf('PERSON', []),
      claims: { duf: syntheticPerson(0).dufNumber, acr: 'idporten-loa-high', sub: 'demo-person' },
    },
  ];
}
