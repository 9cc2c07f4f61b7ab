/** What was measured: written to docs/bench.json as it is, and from there to docs/bench.md. */
export interface Results {
  /** Of the operations, in the order of the tables. */
  readonly titles: Readonly<Record<string, string>>;
  readonly contenders?: Measured<readonly ContenderFigures[]>;
  readonly pairs?: Measured<readonly PairFigures[]>;
  readonly engine?: Measured<readonly ContenderFigures[]>;
  readonly startUp?: Measured<readonly StartUpFigures[]>;
  readonly scale?: Measured<ScaleFigures>;
  readonly profile?: Measured<ProfileFigures>;
}

/** A part of the figures, and under which circumstances they came about. */
export interface Measured<Figures> {
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  readonly node: string;
  readonly postgres: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  readonly figures: Figures;
}

export interface ContenderFigures {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly processes: number;
  /** MiB after each round's load. */
  readonly memory: readonly number[];
  readonly operations: Readonly<Record<string, OperationFigures>>;
  /** Why there are no figures. */
  readonly failed?: string;
}

/** Of one contender and operation; the lists hold one figure a round. */
export interface OperationFigures {
  /** How the answer differs from ours; an operation that is not answered alike is not measured. */
  readonly differs?: string;
  readonly perSecond: readonly number[];
  /** Answers that failed while measured. */
  readonly failures: number;
  /** Milliseconds of CPU an answer: of the contender's processes, and of PostgreSQL's. */
  readonly cpu: readonly number[];
  readonly postgresCpu: readonly number[];
  /** Of an answer's body, as it comes and to a client that takes it compressed. */
  readonly bytes: number;
  readonly compressedBytes: number;
  /** Milliseconds from when a request was due, at a rate that all keep up with. */
  readonly atRate?: {
    readonly perSecond: number;
    readonly p50: readonly number[];
    readonly p99: readonly number[];
  };
}

export interface PairFigures {
  readonly name: string;
  readonly title: string;
  /** For each operation the throughputs' ratios, one for each turn. */
  readonly ratios: Readonly<Record<string, readonly number[]>>;
}

export interface StartUpFigures {
  readonly title: string;
  /** Milliseconds. */
  readonly times: readonly number[];
}

export interface ScaleFigures {
  readonly persons: number;
  readonly comparedWith: number;
  /** For each operation the medians of each turn, in milliseconds, on the small database and on the large one. */
  readonly p50: Readonly<
    Record<string, { readonly small: readonly number[]; readonly large: readonly number[] }>
  >;
}

export interface ProfileFigures {
  readonly operation: string;
  /** Of the time in which there was something to do, the largest first. */
  readonly parts: readonly Share[];
  readonly functions: readonly Share[];
}

export interface Share {
  readonly title: string;
  /** From 0 to 1. */
  readonly share: number;
}
