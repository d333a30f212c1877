import { createPerson, openDevice, type Device } from '../../shared/device/device.ts';
import type { DevicePorts } from '../../shared/device/ports.ts';
import { createAsyncVerifier } from '../../shared/protocol/sign.ts';
import { createSync } from '../../shared/sync/machine.ts';
import { err, ok } from '../../shared/protocol/result.ts';
import { createDisk } from '../db/disk.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { keep, recall } from '../db/kept.ts';
import { nowMs } from '../platform/clock.ts';
import { createWebCryptoEngine } from '../platform/engine-webcrypto.ts';
import { browserKeys } from '../platform/keys.ts';
import { randomBytes } from '../platform/random.ts';
import { decodeInvite } from '../sync/invite-link.ts';
import type { Answer, CommandMessage, CommandName, Commands, EngineMessage } from '../state/messages.ts';
import type { AppState, ReceivedInvite } from '../state/model.ts';
import { fault, handlers, type Written } from './commands.ts';
import { createItemNotes } from './item-notes.ts';
import { createKnown } from './known.ts';
import { viewAll } from './show.ts';
import { joinTabs, type Tabs } from './tabs.ts';

const snapshotKey = 'snapshot';
const draftsKey = 'drafts';
const inviteKey = 'invite';

/** Keeps the storage, the keys and the conversation, and tells the page what to show. */
export async function startEngine(origin: string, tell: (message: EngineMessage) => void) {
  let database: Database;
  let device: Device | null = null;
  let isFull = false;
  let notes = createItemNotes();
  let drafts: Record<string, string> = {};
  let tabs: Tabs | undefined = undefined;
  const tellState = (change: Partial<AppState>) => tell({ kind: 'state', change });

  try {
    database = await openDatabase(
      () => tellState({ notices: ['otherTabOld'] }),
      () => tellState({ notices: ['otherTabOld'] }),
    );
  } catch (reason) {
    console.error('The database could not be opened.', reason);
    tellState({ phase: 'unsupported' });
    return;
  }
  drafts = ((await recall(database, draftsKey)) as Record<string, string> | undefined) ?? {};
  const snapshot = (await recall(database, snapshotKey)) as Partial<AppState> | undefined;
  // What was shown last is on the screen before anything is opened, verified or asked; its own sync line says up to when it is true.
  tellState(snapshot ? { ...snapshot, drafts } : { drafts });

  const ports: DevicePorts = {
    keys: browserKeys,
    disk: createDisk(database),
    verifier: createAsyncVerifier(createWebCryptoEngine()),
    nowMs,
    random: randomBytes,
    createFolds: () => (notes = createItemNotes()),
  };

  function wholeState(): Partial<AppState> {
    if (!device) return { phase: 'first-run', drafts };
    const view = viewAll({
      device,
      known: createKnown(notes),
      notes,
      sync: createSync(),
      nextTryAtMs: null,
      isOnline: navigator.onLine,
      isFull,
    });
    return { ...view, drafts };
  }

  function show(): void {
    const change = wholeState();
    tabs?.show(change);
    const { drafts: _, ...kept } = change;
    if (device) void keep(database, snapshotKey, kept);
  }

  async function serve({ name, input }: CommandMessage): Promise<Answer<CommandName>> {
    const answer = await run(name, input);
    const hasNoRoom = !answer.ok && answer.error.code === 'full';
    if (answer.ok || hasNoRoom) isFull = hasNoRoom;
    if (name !== 'keepDraft') show();
    return answer;
  }

  async function run(name: CommandName, input: unknown): Promise<Answer<CommandName>> {
    switch (name) {
      case 'createPerson': {
        const { name: called, kana, language } = input as Commands['createPerson']['in'];
        if (device) return ok({ personId: device.person });
        const made = await createPerson(ports, { name: called, language, ...(kana ? { kana } : {}) });
        if (!made.ok) return fault(made.error);
        device = made.value;
        return ok({ personId: device.person });
      }
      case 'keepDraft': {
        const { key, text } = input as Commands['keepDraft']['in'];
        const { [key]: _, ...others } = drafts;
        drafts = text ? { ...others, [key]: text } : others;
        return (await keep(database, draftsKey, drafts)) ? ok(null) : err({ code: 'not-saved' });
      }
      case 'readInvite':
        tabs?.show({ received: readInvite((input as Commands['readInvite']['in']).token) });
        return ok(null);
      case 'makeInvite': {
        if (!device) return err({ code: 'not-ready' });
        // One invitation serves until it is taken back: each new one is an entry that has to travel.
        const kept = (await recall(database, inviteKey)) as { link: string } | undefined;
        const made = kept ? ok(kept) : await handlers.makeInvite({ device, known: createKnown(notes), origin }, null);
        if (!made.ok) return made;
        tabs?.show({ invite: made.value });
        await keep(database, inviteKey, made.value);
        return made;
      }
      case 'acceptInvite': {
        const accepted = await write(name, input);
        const { token } = input as Commands['acceptInvite']['in'];
        if (accepted.ok) tabs?.show({ received: { ...readInvite(token), state: 'sent' } });
        return accepted;
      }
      case 'syncNow':
      case 'openPerson':
      case 'olderVoices':
        return ok(null);
      default:
        return write(name, input);
    }
  }

  async function write(name: Written, input: unknown): Promise<Answer<CommandName>> {
    if (!device) return err({ code: 'not-ready' });
    const handler = handlers[name] as (desk: object, input: unknown) => Promise<Answer<CommandName>>;
    return handler({ device, known: createKnown(notes), origin }, input);
  }

  function readInvite(token: string): ReceivedInvite {
    const invite = decodeInvite(token);
    if (!invite) return { token, person: undefined, state: 'unreadable' };
    const person = { id: invite.person, name: invite.name, kana: invite.kana };
    return { token, person, state: invite.person === device?.person ? 'mine' : 'ready' };
  }

  tabs = joinTabs(
    crypto.randomUUID(),
    {
      async begin() {
        device = await openDevice(ports);
        if (!device && snapshot) tellState({ notices: ['keysGone'] });
        show();
      },
      serve,
      wholeState,
    },
    tell,
  );
  return (command: CommandMessage) => tabs?.ask(command);
}
