import { defineConfig, mergeConfig } from 'vitest/config';
import tests from '../vitest.config.js';

/** Benches print figures and claim nothing, so they are kept apart from the tests. */
const config = mergeConfig(tests, defineConfig({ test: { testTimeout: 600_000, fileParallelism: false } }));
config.test.include = ['bench/**/*.bench.ts'];
config.test.globalSetup = ['./support/database.ts'];

export default config;
