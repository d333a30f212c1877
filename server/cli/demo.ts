import { rmSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeQR } from 'qr';
import { afterMs, makeStory } from '../../shared/demo/story.ts';
import type { Guest } from '../../shared/demo/guests.ts';
import { startServer } from '../bench/child-server.ts';
import { pause, wakeHosts, type Hosts } from './demo/hosts.ts';
import { loadMaterial } from './demo/story-file.ts';
import { linkOf, openTown, type Town } from './demo/town.ts';
import { openTownDisk } from './demo/town-disk.ts';

// A server and a town of invented people on it, every entry sent by a device of theirs. See README.md.

const usage = `npm run demo -- [--seed N] [--persons N] [--speed N] [--data FOLDER] [--fresh] [--no-qr]

  --seed N       another town; the same seed is the same town (1)
  --persons N    5 to 1000 (300)
  --speed N      plays the six hours after the earthquake from now on, N times as fast; without it they are over
  --data FOLDER  where the town and its server keep their data (./data-demo)
  --fresh        empties that folder first; without it a town that is there goes on`;

/** Which town a folder holds. */
type Plan = {
  readonly seed: number;
  readonly persons: number;
  readonly quakeAtMs: number;
  /** 0: all is over. */
  readonly speed: number;
};

const says: Readonly<Record<Guest['as'], string>> = {
  daughter: 'as the daughter who lives elsewhere / 離れて暮らす娘として',
  neighbour: 'as a neighbour / ご近所のひとりとして',
  volunteer: 'as a volunteer / ボランティアとして',
};
const planName = 'plan';
const liveName = 'liveFromMs';
const laterEveryMs = 30_000;
const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

try {
  await run();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { seed: text, persons: text, speed: text, data: text, fresh: flag, 'no-qr': flag },
  });
  const folder = values.data ?? './data-demo';
  const [townFolder, serverFolder] = [join(folder, 'town'), join(folder, 'server')];
  const wish = { seed: whole(values.seed, 1), persons: whole(values.persons, 300), speed: whole(values.speed, 0) };
  if (wish.persons < 5 || wish.persons > 1000) throw new Error(usage);
  if (values.fresh) for (const one of [townFolder, serverFolder]) rmSync(one, { recursive: true, force: true });

  const disk = openTownDisk(townFolder);
  const kept = disk.recall(planName) as Plan | null;
  const now = Date.now();
  const plan: Plan = kept ?? { ...wish, quakeAtMs: wish.speed > 0 ? now : now - afterMs };
  disk.remember(planName, plan);
  if (kept)
    console.log(
      `${folder} holds a town already: seed ${kept.seed}, ${kept.persons} persons. It goes on. (--fresh for a new one)`,
    );
  const story = makeStory({ ...plan, material: loadMaterial() });

  const port = process.env['PORT'] ?? '8787';
  const host = process.env['HOST'] ?? '127.0.0.1';
  const env = { HOST: host, PORT: port, TAYORI_DATA: serverFolder, TAYORI_ADMISSION: 'open' };
  const server = await startServer('../main.js', env);
  console.log(
    'This server lets everyone write as much as they like (TAYORI_ADMISSION=open), because a whole town moves in at once.',
  );
  const local = `http://127.0.0.1:${server.port}`;
  let hosts: Hosts | null = null;
  let isOver = false;
  const end = async () => {
    if (isOver) return;
    isOver = true;
    hosts?.rest();
    await server.close();
    disk.close();
    process.exit();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());
  void server.ended.then(end);

  const town = await openTown(story, plan.seed, host === '0.0.0.0' ? local : server.origin, disk);
  await fill(town, plan);
  const material = loadMaterial();
  hosts = await wakeHosts(town, material.replies.get('guest') ?? []);
  const { isHost } = hosts;
  town.putAway(isHost);
  showLinks(town, host === '0.0.0.0' ? lanOrigin(server.port) : server.origin, !values['no-qr']);
  if (plan.speed > 0) await playLive(town, plan, hosts, liveFrom(disk, now));
  await goOn(town, hosts);
}

/** All that is past, sent as fast as the server takes it. */
async function fill(town: Town, { quakeAtMs, speed }: Plan): Promise<void> {
  const begun = performance.now();
  const past = town.story.acts.filter(({ atMs }) => speed === 0 || atMs < quakeAtMs);
  const settled = await town.send();
  await town.write(past, true);
  const told = await town.send();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const { people, circles } = town.story;
  const pairs = circles.flat().length / 2;
  const memory = Math.round(process.memoryUsage.rss() / 2 ** 20);
  console.log(
    `${people.length} invented persons, ${pairs} friendships; sent now: ${settled + told} entries in ${seconds} s (${memory} MB here).`,
  );
}

function showLinks(town: Town, origin: string, withQr: boolean): void {
  console.log(
    `\nTayori is at ${origin}/\nAll names and events are invented. Open one of these in a browser of its own to look at the town,`,
  );
  console.log('and give yourself any name; you are friends with them within seconds.');
  const { story } = town;
  for (const guest of story.guests) {
    const link = linkOf(town, guest, origin);
    const names = guest.hosts.map((number) => story.people[number]?.name);
    console.log(`\n${says[guest.as]} (${names[0]} + ${names.length - 1})\n${link}`);
    if (withQr) console.log(encodeQR(link, 'ascii', { ecc: 'low', border: 2 }));
  }
}

/** The hours after the earthquake, from `fromMs` on. */
async function playLive(town: Town, { speed, quakeAtMs }: Plan, hosts: Hosts, fromMs: number): Promise<void> {
  console.log(`\nThe earthquake is now; six hours pass in ${Math.ceil(afterMs / speed / 60_000)} minutes.`);
  for (const act of town.story.acts) {
    if (act.atMs < quakeAtMs) continue;
    await pause(Math.max(0, fromMs + (act.atMs - quakeAtMs) / speed - Date.now()));
    await town.write([act], false);
    if (hosts.isHost(act.by)) await hosts.wake(act.by);
    else await town.send([await town.phoneOf(act.by)]);
  }
  console.log('The six hours are over.');
}

/** Now and then one of the hosts says something more, as long as they have something to say. */
async function goOn(town: Town, hosts: Hosts): Promise<void> {
  for (const act of town.story.later) {
    await pause(laterEveryMs);
    await town.write([act], false);
    await hosts.wake(act.by);
  }
}

/** When the play began; a play that was interrupted goes on where it would be by now. */
function liveFrom(disk: ReturnType<typeof openTownDisk>, nowMs: number): number {
  const known = disk.recall(liveName) as number | null;
  if (known !== null) return known;
  disk.remember(liveName, Date.now());
  return Math.max(nowMs, Date.now());
}

function lanOrigin(port: number): string {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const lan = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
  return `http://${lan?.address ?? '127.0.0.1'}:${port}`;
}

function whole(value: string | undefined, usual: number): number {
  const number = value === undefined ? usual : Number(value);
  if (!Number.isInteger(number) || number < 0) throw new Error(usage);
  return number;
}
