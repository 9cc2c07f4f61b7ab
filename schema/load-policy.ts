import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { type Transform, transform } from 'sucrase';
import { whole } from './check.js';
import { type Mistake, PolicyMistakes } from './mistake.js';
import { moreThanSaid } from './plain-code.js';
import { policyInForce } from './policy-in-force.js';
import { anyone, callerRule, rowRule } from './shield.js';
import {
  onSdlOf,
  type PolicyModules,
  type PolicySources,
  readPolicy,
  sourcesIn,
  type WrittenPolicy,
} from './written-policy.js';

/**
 * A policy from the text of its files, of any revision, beside the one in force: its words are its own, the engine
 * that they are made with is the one that runs.
 * @param sources from a folder, from version control or out of an editor
 * @throws PolicyMistakes naming file and line when a file cannot be read
 */
export function loadPolicy(sources: PolicySources): WrittenPolicy {
  const modules = new VocabularyModules(sources);
  return readPolicy(sources, {
    agencies: modules.load('agencies.ts') as unknown as PolicyModules['agencies'],
    letter: { ...noLetter, ...modules.load('letter.ts') },
    categories: (modules.load('categories.ts')['categories'] ?? {}) as PolicyModules['categories'],
    promises: (modules.load('promises.ts')['promises'] ?? {}) as PolicyModules['promises'],
    arguments: { ...noArguments, ...modules.load('arguments.ts') },
  });
}

/**
 * A policy to be tried beside the one in force, on the SDL that this process runs with; what arguments read is what it is
 * for the requests that are counted.
 * @param folder a copy of the schema room
 * @throws PolicyMistakes when it could not be put in force, each where it is in the folder
 */
export function candidateIn(folder: URL): WrittenPolicy {
  const { sources } = policyInForce();
  const candidate = new Map(onSdlOf(sources, sourcesIn(folder)));
  try {
    return whole(loadPolicy(candidate.set('arguments.ts', sources.get('arguments.ts') ?? '')));
  } catch (error) {
    if (!(error instanceof PolicyMistakes)) throw error;
    throw new PolicyMistakes(error.mistakes.map((mistake) => placedIn(folder, mistake)));
  }
}

/** A mistake of a candidate, told of its own files; the SDL and what arguments read stay those in force. */
function placedIn(folder: URL, { file, says, remedy, ...rest }: Mistake): Mistake {
  const path = fileURLToPath(folder);
  const placed = (text: string) => text.replace(/\bschema\/(?!arguments\b)(?=[\w.]+\.ts\b)/g, () => path);
  return { ...rest, file: placed(file), says: placed(says), remedy: placed(remedy) };
}

/** Policies from before the letter was quoted. */
const noLetter = { letter: {}, partyNames: {}, purposeNames: {} };

/** Policies from before what arguments read was a file of its own. */
const noArguments = { reads: {}, picks: {}, lists: {} };

type Exports = Record<string, unknown>;

/** All that a file of the policy may use of the engine. */
const engine: Exports = { anyone, callerRule, rowRule };

/** The TypeScript files of one policy, each run once. */
class VocabularyModules {
  private readonly loaded = new Map<string, Exports>();

  constructor(private readonly sources: PolicySources) {}

  /** What a file exports; nothing where a revision does not have it yet. */
  load(file: string): Exports {
    const known = this.loaded.get(file);
    if (known) return known;
    const exports: Exports = {};
    this.loaded.set(file, exports);
    const source = this.sources.get(file);
    if (source !== undefined) this.run(file, source, exports);
    return exports;
  }

  private run(file: string, source: string, exports: Exports): void {
    const filename = `schema/${file}`;
    try {
      // Types are taken away in place, so that lines stay what they are.
      const withoutTypes = (transforms: Transform[]) =>
        transform(source, { transforms, disableESTransforms: true, filePath: filename }).code;
      const doing = moreThanSaid(withoutTypes(['typescript']));
      if (doing.length > 0) throw new PolicyMistakes(doing.map((each) => ({ file: filename, ...each })));
      const code = withoutTypes(['typescript', 'imports']);
      compileFunction(code, ['require', 'exports'], { filename })(
        (from: string) => this.import(from),
        exports,
      );
    } catch (error) {
      throw error instanceof PolicyMistakes ? error : new PolicyMistakes([unreadable(filename, error)]);
    }
  }

  private import(from: string): Exports {
    const file = /^\.\/(\w+)\.js$/.exec(from)?.[1];
    if (file === 'shield') return engine;
    if (file && this.sources.has(`${file}.ts`)) return this.load(`${file}.ts`);
    throw new Error(`it imports ${from}, and a policy may import its own files and ./shield.js alone`);
  }
}

function unreadable(file: string, error: unknown): Mistake {
  const { message = String(error), stack = '', loc } = error as Partial<Error> & { loc?: { line: number } };
  const line = loc?.line ?? Number(new RegExp(`${file.replaceAll('.', '\\.')}:(\\d+)`).exec(stack)?.[1] ?? 1);
  return {
    file,
    line,
    says: `cannot be read (${message.replace(/^Error transforming \S+: /, '').replace(/ \(\d+:\d+\)$/, '')})`,
    remedy: 'correct it here or on the line above',
  };
}
