import { describe, test } from 'vitest';
import { createMemoryStore } from '../../shared/simulate/memory-store.ts';
import { storeContract } from './store-contract.ts';

describe('the store in memory of the simulation', () => {
  for (const { title, run } of storeContract) test(title, () => run(async () => createMemoryStore('0011223344556677')));
});
