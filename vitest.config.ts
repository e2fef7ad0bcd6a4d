/** How the tests run. Nothing here sets a time zone or a locale: results must not depend on them. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: [
      "test/setup/python-environment.ts",
      "test/setup/schema-test-suite.ts",
      "test/setup/official-schemas.ts",
    ],
    passWithNoTests: false,
    // A test without an assertion fails.
    expect: { requireAssertions: true },
    pool: "forks",
    // By default one core stays idle, which is half of a small machine.
    maxWorkers: "100%",
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
