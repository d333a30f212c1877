import { defineConfig, type UserConfig } from 'vite';
import type {} from 'vitest/config';

const tests: UserConfig = {
  test: {
    projects: [
      { test: { name: 'shared', include: ['shared/**/*.test.ts'] } },
      { test: { name: 'server', include: ['server/**/*.test.{ts,tsx}'] } },
      {
        test: {
          name: 'e2e',
          include: ['client/e2e/*.e2e.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
};

export default defineConfig(() => tests);
