/** The repository's root, as seen from where the bench is compiled to: `test/bench/dist/bench`. */
export const root = new URL('../../../../', import.meta.url);
