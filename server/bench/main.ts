import { parseArgs } from 'node:util';
import { benchBigStore } from './big-store.ts';
import { benchDurable } from './browser-durable.ts';
import { benchDeep } from './browser-deep.ts';
import { benchLists } from './browser-lists.ts';
import { benchMemory } from './browser-memory.ts';
import { benchOpen } from './browser-open.ts';
import { benchTap } from './browser-tap.ts';
import { benchDeepList } from './deep-list.ts';
import { benchFirstVisit } from './first-visit.ts';
import { benchVoice } from './browser-voice.ts';
import { benchColdSync } from './cold-sync.ts';
import { benchNothingNew, benchOwnRows, benchSync200 } from './reads.ts';
import { benchLighthouse } from './lighthouse.ts';
import { benchTalk } from './talk.ts';
import { benchVoices } from './voices.ts';
import { isWithin, toJson, toRow, type Figure, type Report } from './report.ts';

/** Every bench by the name that chooses it. Each takes its time alone: they share two cores. */
const benches: Readonly<Record<string, (report: Report) => Promise<void>>> = {
  'cold-sync': benchColdSync,
  voices: benchVoices,
  'nothing-new': benchNothingNew,
  'sync-200': benchSync200,
  'own-rows': benchOwnRows,
  'big-store': benchBigStore,
  'voice-bytes': benchVoice,
  browser: benchDurable,
  'first-visit': benchFirstVisit,
  'open-again': benchOpen,
  tap: benchTap,
  lists: benchLists,
  'deep-list': benchDeepList,
  deep: benchDeep,
  memory: benchMemory,
  talk: benchTalk,
  lighthouse: benchLighthouse,
};

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
const figures: Figure[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  await bench((figure) => {
    figures.push(figure);
    console.log(values.json ? toJson(figure) : toRow(figure));
  });
}
const missed = figures.filter((figure) => !isWithin(figure)).length;
if (!values.json) console.log(`${figures.length - missed} of ${figures.length} figures within their bounds`);
process.exitCode = missed > 0 ? 1 : 0;
