import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const inRoot = (...parts) => join(root, ...parts);
export const inDist = (...parts) => join(root, 'dist', ...parts);
export const bin = (name) => inRoot('node_modules', '.bin', name);
