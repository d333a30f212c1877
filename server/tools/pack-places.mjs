import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';

// Writes the data modules of shared/places/ from the files that its README names. Usage: node server/tools/pack-places.mjs FOLDER

const [source] = process.argv.slice(2);
if (!source) throw new Error('Name the folder that holds municipalities/, map/ and shelters/.');
const read = (...path) => readFileSync(join(source, ...path), 'utf8').replace(/^\uFEFF/, '');
const rows = (text) =>
  text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));
const write = (file, code) =>
  writeFileSync(
    inRoot('shared', 'places', file),
    `// Written by server/tools/pack-places.mjs; see README.md.\n\n${code}`,
  );

/** A block for each prefecture, a line for each municipality: the last three digits of its code, name, reading, thousandths of a degree north and east. */
function packMunicipalities() {
  const prefectures = rows(read('municipalities', 'prefjp-utf8.csv'));
  const all = rows(read('municipalities', 'localgovjp-utf8.csv'));
  const thousandths = (degrees) => Math.round(Number(degrees) * 1000);
  const blocks = prefectures.map(([number, name, kana, , , english]) => {
    const own = all.filter(([prefecture]) => prefecture === number);
    const lines = own.map(([, , code, city, cityKana, lat, lng]) =>
      [String(Number(code) % 1000).padStart(3, '0') + city, cityKana, thousandths(lat), thousandths(lng)].join(','),
    );
    return [[name, kana, english].join(','), ...lines].join('\n');
  });
  return `/** See \`municipalities\`. */\nexport const municipalityData = \`${blocks.join('\n\n')}\`;\n`;
}

/** Each arc from its first point on, in steps of the grid of `scale` and `translate`; each prefecture as rings of arcs, ~n for arc n backwards. */
function packOutlines() {
  const { arcs, transform, objects } = JSON.parse(read('map', 'jp-prefectures-5pct.topojson'));
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvw';
  const letter = (step) => {
    const found = letters[step + 24];
    if (!found) throw new Error(`A step of ${step} has no letter.`);
    return found;
  };
  const packed = arcs.map(([[x, y], ...steps]) => `${x},${y},${steps.flat().map(letter).join('')}`);
  const rings = objects.japan.geometries.flatMap(({ type, arcs: found }) =>
    type === 'Polygon' ? found : found.flat(),
  );
  return [
    `/** See \`outlinesOfJapan\`. */\nexport const outlineGrid = ${JSON.stringify(transform)};\n`,
    `/** See \`outlinesOfJapan\`. */\nexport const outlineArcs = '${packed.join(' ')}';\n`,
    `/** See \`outlinesOfJapan\`. */\nexport const outlineRings = '${rings.map((ring) => ring.join(',')).join(' ')}';\n`,
  ].join('\n');
}

/** A line for each municipality: its code, then the names of its designated shelters. */
function packShelters() {
  const lines = readdirSync(join(source, 'shelters', 'evacuation')).map((file) => {
    const { features } = JSON.parse(read('shelters', 'evacuation', file));
    const names = features.map(({ properties }) => properties['施設・場所名'].replace(/\s+/g, ' ').trim());
    return [file.slice(0, 5), ...names].join(',');
  });
  return `/** See \`sheltersOf\`. */\nexport const shelterData = \`${lines.join('\n')}\`;\n`;
}

write('municipality-data.ts', packMunicipalities());
write('outline-data.ts', packOutlines());
write('shelter-data.ts', packShelters());
