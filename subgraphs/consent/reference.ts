import { readFileSync } from 'node:fs';
import type { Purpose } from '@kompass/schema';
import type { Sql } from 'postgres';

/** The versions of the information letter; a new one is added, none is changed. */
const notices = [{ version: 1, validFrom: '2024-01-01' }];

const law = 'integreringsloven § 41, integreringsforskriften § 47';

const purposes: readonly { purpose: Purpose; legalBasis: string; description: string }[] = [
  {
    purpose: 'REGISTRATION',
    legalBasis: `integreringsloven § 6, ${law}`,
    description: 'Registrere kompetansen din, med hjelp av en veileder hvis du ønsker det.',
  },
  {
    purpose: 'SETTLEMENT',
    legalBasis: law,
    description: 'Finne en passende bosettingskommune til deg.',
  },
  {
    purpose: 'CAREER_GUIDANCE',
    legalBasis: `integreringsloven § 11, ${law}`,
    description: 'Gi deg best mulig veiledning om utdanning og arbeid i Norge.',
  },
  {
    purpose: 'EMPLOYMENT_GUIDANCE',
    legalBasis: law,
    description: 'Gi deg veiledning om muligheten til å få arbeid i Norge.',
  },
  {
    purpose: 'FULL_TIME_PROGRAMME',
    legalBasis: law,
    description: 'Tilpasse fulltidsprogram eller integreringsfremmende tiltak.',
  },
  {
    purpose: 'INTRODUCTION_PROGRAMME',
    legalBasis: law,
    description: 'Gi deg et tilpasset introduksjonsprogram og opplæring i norsk og samfunnskunnskap.',
  },
  {
    purpose: 'STATISTICS',
    legalBasis: `${law}, personvernforordningen art. 89`,
    description: 'Spesifikke forsknings- og statistikkformål.',
  },
  {
    purpose: 'DATA_SUBJECT_RIGHTS',
    legalBasis: 'personvernforordningen art. 15–18, 21 og 77',
    description: 'Ivareta rettighetene dine: innsyn, retting, sletting, begrensning, protest og klage.',
  },
];

const contactPoints = [
  {
    role: 'CONTROLLER',
    name: 'IMDi',
    email: 'post@imdi.no',
    url: 'https://www.imdi.no/om-imdi/personvern/',
    how_nb:
      'Skriv hva kravet eller spørsmålet gjelder. Ikke send fødselsnummer eller helseopplysninger i e-post. IMDi svarer innen én måned.',
    how_en:
      'Write what the demand or the question is about. Do not send national identity numbers or health information by e-mail. IMDi answers within one month.',
  },
  {
    role: 'DATA_PROTECTION_OFFICER',
    name: 'IMDis personvernombud',
    email: 'personvernombud@imdi.no',
    url: null,
    how_nb: 'Personvernombudet gir råd og har taushetsplikt også overfor resten av IMDi.',
    how_en: 'The data protection officer gives advice, and keeps what you tell from the rest of IMDi too.',
  },
  {
    role: 'SUPERVISORY_AUTHORITY',
    name: 'Datatilsynet',
    email: null,
    url: 'https://www.datatilsynet.no/rettigheter-og-plikter/den-registrertes-rettigheter/',
    how_nb:
      'Du kan klage til Datatilsynet uansett om du har klaget til IMDi, og det koster ingenting. Ta gjerne opp saken med IMDi først, og legg ved svaret du fikk.',
    how_en:
      'You can complain to Datatilsynet whether or not you have complained to IMDi, free of charge. Take the matter up with IMDi first if you can, and enclose the answer that you got.',
  },
];

/** The letter, the purposes and where to turn; and a partition for each month to come of the disclosure log. */
export async function reference(sql: Sql): Promise<void> {
  const letters = notices.flatMap(({ version, validFrom }) =>
    (['NB', 'EN'] as const).map((language) => ({
      version,
      language,
      valid_from: validFrom,
      text: readFileSync(
        new URL(`../notices/${version}.${language.toLowerCase()}.md`, import.meta.url),
        'utf8',
      ),
    })),
  );
  await sql`insert into consent.notice ${sql(letters)} on conflict (version, language) do nothing`;
  await sql`
    insert into consent.processing_purpose ${sql(
      purposes.map(({ purpose, legalBasis, description }) => ({
        purpose,
        legal_basis: legalBasis,
        description,
      })),
    )}
    on conflict (purpose) do update
    set legal_basis = excluded.legal_basis, description = excluded.description`;
  await sql`
    insert into consent.contact_point ${sql(contactPoints)}
    on conflict (role) do update set name = excluded.name, email = excluded.email, url = excluded.url, how_nb = excluded.how_nb,
      how_en = excluded.how_en`;
  await sql`call consent.prepare_disclosure_months(12)`;
}
