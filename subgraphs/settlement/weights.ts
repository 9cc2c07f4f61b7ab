/**
 * What counts, and how much, when municipalities are ranked for a person. This file decides nothing more: the ranking
 * advises an officer of IMDi, who decides and gives a reason (GDPR art. 22).
 *
 * «… er opplysninger om din kompetanse ett av flere momenter som IMDi tar hensyn til når det skal velges en passende
 * bosettingskommune til deg.»
 *
 * A change here changes the version that is noted with every matching.
 */
export const weights = {
  /** The most points that each ground gives; together 100. */
  points: {
    /** Labour demand (etterspørsel etter arbeidskraft) for what the person has worked with and wishes for. */
    LABOUR_DEMAND: 30,
    /** Training of the kind that the person needs next (opplæringstilbud). */
    EDUCATION: 20,
    /** Family and friends who live there (nettverk). */
    NETWORK: 20,
    /** Interpreters and teachers who speak a language of the person (språk). */
    LANGUAGES: 10,
    /** Places left this year (ledige plasser), as a share of what the municipality has agreed to. */
    CAPACITY: 10,
    /** Needs of health and family (behov), where the person has had some registered. Otherwise none is unmet. */
    NEEDS: 10,
  },

  /** How far an occupation counts, by how the person came to it. */
  occupation: { wished: 1, latest: 1, earlier: 0.7 },

  /** How far labour demand counts, by how large it is: none, some, large, very large. */
  demand: [0, 0.4, 0.75, 1],

  /** How far a ground counts that is met not in the municipality but in another of its county. */
  elsewhereInTheCounty: 0.5,

  /** How far somebody known counts, by who it is. */
  network: { CLOSE_FAMILY: 1, RELATIVE: 0.7, FRIEND: 0.5 },

  /** How far a language counts: the mother tongue, or another that the person speaks at B1 or better. */
  language: { motherTongue: 1, other: 0.6 },

  /** What counts of a ground that nobody can judge, because the section that tells of it is not registered. */
  unknown: 0.5,

  /**
   * What a missing section costs of the advice's quality, which begins at 100: as much as what it tells weighs.
   * «Manglende registrering kan også få betydning for IMDis arbeid med å finne en passende bosettingskommune til deg.»
   */
  cost: { WORK_EXPERIENCE: 20, EDUCATION: 20, LANGUAGES: 10, WISHES: 10 },

  /** How many municipalities are shown, the best first. */
  shown: 10,

  /**
   * Many at once: what it counts, in points, that a person gets a place at all. So much more than any score that the
   * plan never leaves somebody without a place for others to have better ones.
   */
  place: 1_000,
} as const;
