import { readFileSync } from 'node:fs';
import { materialFiles, readMaterial, type Material, type MaterialFiles } from '../../../shared/demo/material.ts';

// Emitted code runs from dist/node/server/cli/demo; fixtures stay where they are committed.
const committed = new URL('../../../../../shared/fixtures/demo-town/', import.meta.url);

/** What towns are made of, from the committed files. */
export function loadMaterial(folder: URL = committed): Material {
  const files = materialFiles.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]);
  return readMaterial(Object.fromEntries(files) as MaterialFiles);
}
