import { app } from '../state/app.ts';
import type { SafetyFilter } from '../state/safety-filter.ts';

/** Shows a part of the safety list; it stays so while one goes to a person and back, and begins with everybody when the app is opened. */
export function filterSafetyList(change: Partial<SafetyFilter>): void {
  app.set({ safetyFilter: { ...app.get().safetyFilter, ...change } });
}
