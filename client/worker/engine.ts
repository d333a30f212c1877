import { answerInvites } from '../../shared/device/answer-invites.ts';
import { correctClock } from '../../shared/device/correct-clock.ts';
import type { OnRead } from '../../shared/device/core.ts';
import { createPerson, openDevice, type Device, type NewPerson } from '../../shared/device/device.ts';
import { worthPacking, type DevicePorts } from '../../shared/device/ports.ts';
import { packParcel } from '../../shared/device/parcel.ts';
import { readerTimeOf } from '../../shared/device/reader-time.ts';
import { createReplica, type Replica } from '../../shared/fold/replica.ts';
import { createAsyncVerifier } from '../../shared/protocol/sign.ts';
import { toChannelId, typeOfChannel } from '../../shared/protocol/ids.ts';
import { err, ok } from '../../shared/protocol/result.ts';
import { createDisk } from '../db/disk.ts';
import type { Database } from '../db/database.ts';
import { keep, recall } from '../db/kept.ts';
import { keepParcel } from '../db/parcel.ts';
import type { Place } from '../db/place.ts';
import { nowMs } from '../platform/clock.ts';
import { createWebCryptoEngine } from '../platform/engine-webcrypto.ts';
import { browserKeys } from '../platform/keys.ts';
import { createWebCryptoSealEngine } from '../platform/seal-engine.ts';
import { randomBytes } from '../platform/random.ts';
import { isConversationCommand, isLook, type ConversationCommand } from '../state/conversations.ts';
import type { Answer, CommandName, Commands } from '../state/messages.ts';
import type { Change } from '../state/change.ts';
import type { AppState, ReceivedInvite } from '../state/model.ts';
import { bringSeldom, bringTalk } from './bring-seldom.ts';
import { fault, handlers, type Desk, type Written } from './commands.ts';
import { createHandleDesk } from './handle-desk.ts';
import type { KeptScreens } from './kept-screens.ts';
import { createKnown } from './known.ts';
import { createLine } from './line.ts';
import { friendIds, judgeFound, judgeInvite, readInvite } from './met-persons.ts';
import { createPictureViews } from './pictures-view.ts';
import type { Seldom } from './seldom.ts';
import { viewAll, type Shown } from './show.ts';
import type { Writer } from './tabs.ts';
import type { TalkPart } from './talk.ts';
import { createTelling } from './telling.ts';
import { voicesAPage } from './voices-view.ts';

const inviteKey = 'invite';
export const draftsKey = 'drafts';
const idleMs = 10_000;
const longMs = 1_000;
const parcelMs = 300;
const tellMs = 200;
const sendMs = 100;

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
  let drafts = firstDrafts;
  let isFull = false;
  let mostVoices = voicesAPage;
  let openPerson: string | undefined;
  let received: ReceivedInvite | undefined;
  let talk: TalkPart | undefined;
  let hasWritten = false;
  const pictureViews = createPictureViews();

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
  const telling = createTelling({
    state: wholeState,
    show,
    screens,
    onTold: () => device && packParcelSoon(),
  });
  const handles = createHandleDesk(database, telling.tellSoon);
  const line = createLine(database, origin, {
    device: () => device,
    isOver: () => device !== null && replica.persons.hasEnded(device.person),
    // Who took up an invitation gets this person's own word, which until now only the server vouched for.
    chores: [async (of) => (await answerInvites(of, replica.friends)).length > 0, correctClock, takePart],
    onReached: handles.tryWish,
    onChange: telling.tellSoon,
    onRest: packWhenIdle,
  });

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

  // For a service worker, which plain http has not. After the save, which does not wait for it.
  let parcelling: ReturnType<typeof setTimeout> | undefined;
  function packParcelSoon(): void {
    if (!isSecureContext) return;
    clearTimeout(parcelling);
    parcelling = setTimeout(() => {
      if (!device) return;
      keepParcel(database, packParcel(device, line.lanes())).catch((reason: unknown) =>
        console.warn('No parcel.', reason),
      );
    }, parcelMs);
  }

  /** With what came of conversations, or what this device holds of them, comes their code; then is said what has come. Gives whether anything was written. */
  async function takePart(of: Device): Promise<boolean> {
    const part = holdsTalk(of) ? await bringTalkPart() : talk;
    return (await part?.acknowledge(of, replica)) ?? false;
  }

  async function bringTalkPart(): Promise<TalkPart | undefined> {
    const code = talk ? undefined : await bringTalk();
    talk ??= code?.createTalkPart();
    talk?.attach(replica);
    return talk;
  }

  async function converse(): Promise<void> {
    if (!device) return;
    const speaker = device;
    await handles.recall();
    const network = await line.open(speaker);
    if (network) handles.open(speaker, network, (person) => replica.cards.cardOf(person) !== null);
  }

  function shownNow(of: Device): Shown {
    return {
      ...line.view(),
      device: of,
      replica,
      known: createKnown(replica),
      time: readerTimeOf(of.core),
      contacts: new Map(of.core.meta.contacts),
      friends: friendIds(of, replica),
      isOnline: navigator.onLine,
      isFull,
      mostVoices,
      openPerson,
    };
  }

  function wholeState(): Partial<AppState> {
    if (!device) return { phase: 'first-run', rebuilding: undefined, received };
    const shown = shownNow(device);
    const view = viewAll(shown);
    const found = handles.found();
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
      handle: handles.view(),
      dataUse: line.view().dataUse,
      found: found && judgeFound(found, device, replica),
    };
  }

  /** What was written is durable whatever its screens make of it, and who waits for the answer is told that. */
  function takeNews(): Change | undefined {
    try {
      return telling.take();
    } catch (reason) {
      console.error('The screens could not be made.', reason);
      return undefined;
    }
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
        const outcome = await handles.choose(handle, later);
        if (outcome === 'waits') void line.wake('tapped');
        return ok({ outcome });
      }
      case 'dropHandleWish':
        await handles.dropWish();
        return ok(null);
      case 'findHandle':
        await handles.find((input as Commands['findHandle']['in']).handle);
        return ok(null);
      case 'setDataUse':
        return (await line.chooseDataUse((input as Commands['setDataUse']['in']).use))
          ? ok(null)
          : err({ code: 'not-saved' });
      case 'liftDataUse':
        line.lift((input as Commands['liftDataUse']['in']).isLifted);
        return ok(null);
      case 'syncNow':
        void line.wake((input as Commands['syncNow']['in']).byHand ? 'tapped' : 'online');
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
    hasWritten ||= written.ok;
    return written;
  }

  async function converseIn(name: ConversationCommand, input: unknown, command: string) {
    if (!device) return err({ code: 'not-ready' as const });
    const part = await bringTalkPart();
    if (!part) return err({ code: 'not-here' as const });
    const done = await part.run(name, shownNow(device), input, command);
    hasWritten ||= done.ok && !isLook(name);
    return done;
  }

  async function doSeldom(name: Seldom, input: unknown, command: string): Promise<Answer<CommandName>> {
    const part = await bringSeldom();
    if (!part) return err({ code: 'not-here' });
    const { trouble } = line.view().sync;
    const { wake } = line;
    return part.doSeldom(name, { device, replica, database, ports, command, trouble, wake, become }, input);
  }

  async function become(made: Device): Promise<void> {
    device = made;
    await converse();
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
    telling.tellAnew();
    telling.tellSoon();
    await converse();
  }

  return {
    begin,
    end() {
      device = null;
      line.close();
      handles.close();
      clearTimeout(packing);
    },
    async serve({ id, name, input }) {
      const answer = await run(name, input, id);
      const hasNoRoom = !answer.ok && answer.error.code === 'full';
      if (answer.ok || hasNoRoom) isFull = hasNoRoom;
      const speaker = device;
      // After the answer, which the page waits for and draws.
      if (hasWritten) setTimeout(() => speaker === device && void line.wake('wrote'), sendMs);
      hasWritten = false;
      return { answer, change: name === 'keepDraft' ? undefined : takeNews() };
    },
    wholeState() {
      // Who is told this was told nothing before: what is told next must not build on what others know.
      telling.tellAnew();
      return wholeState();
    },
  };
}

/** Whether anything of conversations is here. */
function holdsTalk({ core }: Device): boolean {
  return core.holdings.logs().some(({ channel }) => typeOfChannel(channel) === 'conv');
}
