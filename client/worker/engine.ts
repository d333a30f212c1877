import { answerInvites } from '../../shared/device/answer-invites.ts';
import { correctClock } from '../../shared/device/correct-clock.ts';
import { createConversation, type Conversation } from '../../shared/device/converse.ts';
import type { OnRead } from '../../shared/device/core.ts';
import { createPerson, openDevice, type Device, type NewPerson } from '../../shared/device/device.ts';
import { worthPacking, type DevicePorts } from '../../shared/device/ports.ts';
import { packParcel } from '../../shared/device/parcel.ts';
import { readerTimeOf } from '../../shared/device/reader-time.ts';
import { createReplica, type Replica } from '../../shared/fold/replica.ts';
import { createAsyncVerifier } from '../../shared/protocol/sign.ts';
import { toChannelId, typeOfChannel, type PersonId } from '../../shared/protocol/ids.ts';
import { err, ok } from '../../shared/protocol/result.ts';
import { createSync, type SyncState, type WakeReason } from '../../shared/sync/machine.ts';
import { defaultBudget } from '../../shared/sync/messages.ts';
import { paths } from '../../shared/api.ts';
import { createDisk } from '../db/disk.ts';
import type { Database } from '../db/database.ts';
import { keep, recall } from '../db/kept.ts';
import { keepParcel } from '../db/parcel.ts';
import type { Place } from '../db/place.ts';
import { nowMs } from '../platform/clock.ts';
import { createWebCryptoEngine } from '../platform/engine-webcrypto.ts';
import { lineNow } from '../platform/kept-files.ts';
import { browserKeys } from '../platform/keys.ts';
import { createWebCryptoSealEngine } from '../platform/seal-engine.ts';
import { chance, randomBytes } from '../platform/random.ts';
import { createNetwork } from '../sync/network.ts';
import { startWakes } from '../sync/wakes.ts';
import { isConversationCommand, isLook, type ConversationCommand } from '../state/conversations.ts';
import type { Answer, CommandName, Commands } from '../state/messages.ts';
import type { Change } from '../state/change.ts';
import type { AppState, DataUse, FoundPerson, HandleView, ReceivedInvite } from '../state/model.ts';
import { fault, handlers, type Desk, type Written } from './commands.ts';
import type { Handles } from './handles.ts';
import { createKnown } from './known.ts';
import { allLanes, lanesByHand, lanesFor } from './lanes.ts';
import { createDifference } from './difference.ts';
import { friendIds, judgeFound, judgeInvite, readInvite } from './met-persons.ts';
import { createPictureViews } from './pictures-view.ts';
import { viewAll, type Shown } from './show.ts';
import { bringHandles, bringSeldom, bringTalk } from './bring-seldom.ts';
import type { Seldom } from './seldom.ts';
import type { TalkPart } from './talk.ts';
import type { KeptScreens } from './kept-screens.ts';
import type { Writer } from './tabs.ts';
import { voicesAPage } from './voices-view.ts';

const serverKey = 'server';
const inviteKey = 'invite';
export const draftsKey = 'drafts';
const idleMs = 10_000;
const longMs = 1_000;
const parcelMs = 300;
const tellMs = 200;
const dataUseKey = 'dataUse';
const handleKey = 'handle';

/** Keeps the storage, the keys and the conversation of one tab or of all, and says what is to be shown. */
export function createEngine(
  database: Database,
  place: Place,
  origin: string,
  firstDrafts: Record<string, string>,
  screens: KeptScreens,
  show: (change: Change) => void,
): Writer {
  let device: Device | null = null;
  let replica: Replica = createReplica(null);
  let conversation: Conversation | undefined;
  let drafts = firstDrafts;
  let isFull = false;
  let isLong = false;
  let dataUse: DataUse = 'auto';
  let isLifted = false;
  let mostVoices = voicesAPage;
  let openPerson: string | undefined;
  let received: ReceivedInvite | undefined;
  let handles: Handles | undefined;
  let talk: TalkPart | undefined;
  let handleKept: HandleView = {};
  let found: FoundPerson | undefined;
  const pictureViews = createPictureViews();
  let shownPictures: AppState['pictures'] = {};
  let difference = createDifference();

  const ports: DevicePorts = {
    keys: browserKeys,
    seals: createWebCryptoSealEngine(),
    disk: createDisk(database, place),
    verifier: createAsyncVerifier(createWebCryptoEngine()),
    nowMs,
    random: randomBytes,
    createFolds(viewer) {
      replica = createReplica(viewer);
      talk?.attach(replica);
      return replica;
    },
  };
  const wakes = startWakes((reason) => void wake(reason));

  async function wake(reason: WakeReason): Promise<void> {
    const line = conversation;
    if (!line) return;
    line.limit(defaultBudget, lanesNow(reason === 'tapped'));
    await line.wake(reason);
    // Who took up an invitation gets this person's own word, which until now only the server vouched for.
    if (device && (await answerInvites(device, replica.friends)).length > 0) await line.wake('wrote');
    if (device && (await correctClock(device))) await line.wake('wrote');
    if (await takePart()) await line.wake('wrote');
    // Another tab has the place by now: what was said here is over.
    if (line !== conversation) return;
    const atMs = line.wakeAtMs();
    wakes.setTimer(atMs === null ? null : atMs - nowMs());
    if (line.state().trouble === null) {
      wakes.listen(paths.events);
      if (handleKept.wish !== undefined) await (await bringDesk())?.tryWish();
    }
    showAll();
    packWhenIdle();
  }

  function lanesNow(byHand: boolean): number {
    const isOver = device !== null && replica.persons.hasEnded(device.person);
    if (isLifted || isOver) return allLanes;
    return (byHand ? lanesByHand : lanesFor)(dataUse, lineNow());
  }

  // Packing rewrites storage, so it waits until nobody has asked for anything for a while.
  let packing: ReturnType<typeof setTimeout> | undefined;
  function packWhenIdle(): void {
    clearTimeout(packing);
    packing = setTimeout(async () => {
      if (!device || device.core.chunks.length < worthPacking) return;
      const packed = await (await bringSeldom())?.compactChunks(device);
      if (packed?.ok && packed.value) packWhenIdle();
    }, idleMs);
  }

  /** With what came of conversations, or what this device holds of them, comes their code; then is said what has come. Gives whether anything was written. */
  async function takePart(): Promise<boolean> {
    const part = device && holdsTalk(device) ? await bringTalkPart() : talk;
    return (device && part?.acknowledge(device, replica)) ?? false;
  }

  async function bringTalkPart(): Promise<TalkPart | undefined> {
    const code = talk ? undefined : await bringTalk();
    talk ??= code?.createTalkPart();
    talk?.attach(replica);
    return talk;
  }

  // Only for who asks about handles, or wished for one.
  let openHandles: ((part: typeof import('./handles.ts')) => Handles) | undefined;
  async function bringDesk(): Promise<Handles | undefined> {
    const part = handles ? undefined : await bringHandles();
    const made = part && openHandles?.(part);
    await made?.recall();
    handles ??= made;
    return handles;
  }

  async function converse(): Promise<void> {
    const speaker = device;
    if (!speaker) return;
    const known = (await recall(database, serverKey)) as string | undefined;
    const memory = { known, remember: async (key: string) => void (await keep(database, serverKey, key)) };
    dataUse = ((await recall(database, dataUseKey)) as DataUse | undefined) ?? 'auto';
    handleKept = ((await recall(database, handleKey)) as HandleView | undefined) ?? {};
    if (speaker !== device) return;
    const network = createNetwork(origin, memory);
    const hasCard = (person: PersonId) => replica.cards.cardOf(person) !== null;
    conversation = createConversation(speaker, network, chance, showSync);
    void wake('start');
    openHandles = (part) => part.createHandles(database, speaker, network, hasCard, nowMs);
  }

  // Behind a failure the line goes on saying so while it is only tried again: what fails at once would make it flicker.
  let patience: ReturnType<typeof setTimeout> | undefined;
  function showSync({ phase }: SyncState): void {
    clearTimeout(patience);
    isLong &&= phase !== 'resting';
    if (phase === 'asking') patience = setTimeout(() => ((isLong = true), showAll()), longMs);
    showAll();
  }

  // For a service worker, which plain http has not. After the save, which does not wait for it.
  let parcelling: ReturnType<typeof setTimeout> | undefined;
  function packParcelSoon(): void {
    if (!isSecureContext) return;
    clearTimeout(parcelling);
    parcelling = setTimeout(() => {
      if (!device) return;
      keepParcel(database, packParcel(device, lanesFor(dataUse, lineNow()))).catch((reason: unknown) =>
        console.warn('No parcel.', reason),
      );
    }, parcelMs);
  }

  function shownNow(of: Device): Shown {
    return {
      device: of,
      replica,
      known: createKnown(replica),
      time: readerTimeOf(of.core),
      contacts: new Map(of.core.meta.contacts),
      friends: friendIds(of, replica),
      sync: conversation?.state() ?? createSync(),
      flushing: conversation?.flushing() ?? null,
      nextTryAtMs: conversation?.wakeAtMs() ?? null,
      isOnline: navigator.onLine,
      isFull,
      isLong,
      mostVoices,
      openPerson,
    };
  }

  function wholeState(): Partial<AppState> {
    if (!device) return { phase: 'first-run', rebuilding: undefined, received };
    const shown = shownNow(device);
    const view = viewAll(shown);
    // Drafts are not among it: each tab knows its own newest keys better than what was kept a moment ago.
    const { friends, requests, sentRequests } = view;
    const known = [friends, requests?.map(({ person }) => person), sentRequests?.map(({ person }) => person)];
    const persons = [device.person, ...known.flatMap((list) => list ?? []).map(({ id }) => id)];
    return {
      ...view,
      messages: talk?.view(shown),
      rebuilding: undefined,
      pictures: pictureViews.view(replica, persons),
      picturesLeftOut: pictureViews.leftOut(replica, persons),
      received: received && judgeInvite(received, device, replica),
      handle: handles?.view() ?? handleKept,
      dataUse: { chosen: dataUse, isLifted },
      found: found && judgeFound(found, device, replica),
    };
  }

  // Several things often change at once; the page is told once for all of them.
  let isShowing = false;
  function showAll(): void {
    if (isShowing) return;
    isShowing = true;
    queueMicrotask(() => {
      isShowing = false;
      const { pictures = {}, ...change } = wholeState();
      const told = difference(change);
      // Bytes that the page has already are not handed over again.
      show(pictures === shownPictures ? told : { ...told, pictures });
      shownPictures = pictures;
      if (!device) return;
      packParcelSoon();
      if (change.phase === 'left') return screens.forget();
      // Sealed words are kept as they came, and nowhere else.
      const { received: _, found: __, rebuilding: ___, messages: ____, syncLine, ...kept } = change;
      // What is being sent is over when the app is opened again.
      screens.keep({ ...kept, ...(syncLine && { syncLine: { ...syncLine, sending: undefined } }) });
    });
  }

  async function run(name: CommandName, input: unknown, id: string): Promise<Answer<CommandName>> {
    switch (name) {
      case 'createPerson': {
        const { name: called, kana, language } = input as Commands['createPerson']['in'];
        if (device) return finishPerson(device, { name: called, language, ...(kana ? { kana } : {}) }, id);
        const made = await createPerson(ports, { name: called, language, ...(kana ? { kana } : {}) });
        if (!made.ok) return fault(made.error);
        await become(made.value);
        return ok({ personId: made.value.person });
      }
      case 'keepDraft': {
        const { key, text } = input as Commands['keepDraft']['in'];
        const { [key]: _, ...others } = drafts;
        drafts = text ? { ...others, [key]: text } : others;
        return (await keep(database, draftsKey, drafts)) ? ok(null) : err({ code: 'not-saved' });
      }
      case 'readInvite':
        received = readInvite((input as Commands['readInvite']['in']).token);
        return ok(null);
      case 'makeInvite': {
        // One invitation serves until it is taken back: each new one is an entry that has to travel.
        const kept = (await recall(database, inviteKey)) as { link: string } | undefined;
        const made = kept ? ok(kept) : ((await write('makeInvite', null, id)) as Answer<'makeInvite'>);
        if (!made.ok) return made;
        show({ invite: made.value });
        await keep(database, inviteKey, made.value);
        return made;
      }
      case 'chooseHandle': {
        const { handle, later } = input as Commands['chooseHandle']['in'];
        const outcome = (await (await bringDesk())?.choose(handle, later)) ?? 'unreachable';
        if (outcome === 'waits') void wake('tapped');
        return ok({ outcome });
      }
      case 'dropHandleWish':
        await (await bringDesk())?.dropWish();
        return ok(null);
      case 'findHandle':
        return findHandle((input as Commands['findHandle']['in']).handle);
      case 'setDataUse': {
        const { use } = input as Commands['setDataUse']['in'];
        if (!(await keep(database, dataUseKey, use))) return err({ code: 'not-saved' });
        dataUse = use;
        isLifted = false;
        void wake('wrote');
        return ok(null);
      }
      case 'liftDataUse':
        ({ isLifted } = input as Commands['liftDataUse']['in']);
        void wake('wrote');
        return ok(null);
      case 'syncNow':
        void wake((input as Commands['syncNow']['in']).byHand ? 'tapped' : 'online');
        return ok(null);
      case 'prepare':
        return (await bringSeldom()) ? ok(null) : err({ code: 'not-here' });
      case 'recovery': {
        const desk = { ports, database, origin, device, replica, begin };
        const asked = input as Commands['recovery']['in'];
        return (await (await bringSeldom())?.recover(desk, asked)) ?? err({ code: 'not-here' });
      }
      case 'openPerson':
        ({ personId: openPerson } = input as Commands['openPerson']['in']);
        return ok(null);
      case 'listVoices':
        mostVoices = Math.max(voicesAPage, (input as Commands['listVoices']['in']).most);
        return ok(null);
      default:
        if (isConversationCommand(name)) return converseIn(name, input, id);
        return name in handlers ? write(name as Written, input, id) : doSeldom(name as Seldom, input, id);
    }
  }

  // A tab that died between the keys and the card left a person without a name.
  async function finishPerson(of: Device, card: NewPerson, command: string): Promise<Answer<'createPerson'>> {
    if (createKnown(replica).currentCard(of.person).length === 0) {
      const written = await of.write('card.set', toChannelId('card', of.person), card, [], command);
      if (!written.ok) return fault(written.error);
    }
    return ok({ personId: of.person });
  }

  async function write(name: Written, input: unknown, command: string): Promise<Answer<CommandName>> {
    if (!device) return err({ code: 'not-ready' });
    const handler = handlers[name] as (desk: Desk, input: unknown) => Promise<Answer<CommandName>>;
    const { write } = device;
    const desk: Desk = {
      device,
      known: createKnown(replica),
      origin,
      command,
      write: (kind, channel, fields, after) => write(kind, channel, fields, after, command),
    };
    const written = await handler(desk, input);
    if (written.ok) void wake('wrote');
    return written;
  }

  async function converseIn(name: ConversationCommand, input: unknown, command: string) {
    if (!device) return err({ code: 'not-ready' as const });
    const part = await bringTalkPart();
    if (!part) return err({ code: 'not-here' as const });
    const done = await part.run(name, shownNow(device), input, command);
    if (done.ok && !isLook(name)) void wake('wrote');
    return done;
  }

  async function doSeldom(name: Seldom, input: unknown, command: string): Promise<Answer<CommandName>> {
    const part = await bringSeldom();
    if (!part) return err({ code: 'not-here' });
    const trouble = conversation?.state().trouble ?? null;
    return part.doSeldom(name, { device, replica, database, ports, command, trouble, wake, become }, input);
  }

  async function become(made: Device): Promise<void> {
    device = made;
    await converse();
  }

  async function findHandle(handle: string): Promise<Answer<'findHandle'>> {
    found = { handle, state: 'looking' };
    showAll();
    const answer = (await (await bringDesk())?.find(handle)) ?? { state: 'unreachable' as const };
    // Another one may have been looked up meanwhile.
    if (found?.handle !== handle) return ok(null);
    const person = 'person' in answer ? createKnown(replica).personOf(answer.person) : undefined;
    found = 'person' in answer ? { handle, person, state: 'ready' } : { handle, ...answer };
    return ok(null);
  }

  /** Reading what is kept is told now and then, and only once it is long. */
  function tellReading(): OnRead {
    let toldAt = performance.now() + longMs;
    return (done, of) => {
      if (performance.now() < toldAt) return;
      toldAt = performance.now() + tellMs;
      show({ rebuilding: { done, of } });
    };
  }

  async function begin(): Promise<void> {
    // The tab that wrote before may have kept newer ones than were there when this one was opened.
    drafts = ((await recall(database, draftsKey)) as Record<string, string> | undefined) ?? drafts;
    device = await openDevice(ports, tellReading());
    if (device && holdsTalk(device)) await bringTalkPart();
    // What was told before this tab had the storage may have been passed over.
    difference = createDifference();
    showAll();
    await converse();
  }

  return {
    begin,
    end() {
      device = null;
      conversation = undefined;
      handles = undefined;
      openHandles = undefined;
      wakes.rest();
      clearTimeout(packing);
      clearTimeout(patience);
    },
    async serve({ id, name, input }) {
      const answer = await run(name, input, id);
      const hasNoRoom = !answer.ok && answer.error.code === 'full';
      if (answer.ok || hasNoRoom) isFull = hasNoRoom;
      // After the answer, which the page needs first: it goes back to another screen meanwhile.
      const served = device;
      if (name !== 'keepDraft') setTimeout(() => served === device && showAll());
      return answer;
    },
    wholeState() {
      // Who is told this was told nothing before: what is told next must not build on what others know.
      difference = createDifference();
      return wholeState();
    },
  };
}

/** Whether anything of conversations is here. */
function holdsTalk({ core }: Device): boolean {
  return core.holdings.logs().some(({ channel }) => typeOfChannel(channel) === 'conv');
}
