import { decodeBody } from '../kinds/body.ts';
import type { Body } from '../kinds/kinds.ts';
import { decodeCertificate, type Certificate } from '../protocol/certificate.ts';
import { decodeRevocation, type Revocation } from '../protocol/cut.ts';
import type { Entry } from '../protocol/entry.ts';
import type { PersonId } from '../protocol/ids.ts';
import { decodeRotation, type Rotation } from '../protocol/rotation.ts';
import type { Verifier } from '../protocol/sign.ts';
import { isCertificateSigned, isRevocationSigned, isRotationSigned } from './statements.ts';

/** What the root or the recovery key of a person said, found in an entry of a card and checked by its own signature. */
export type Statement =
  | { readonly what: 'certificate'; readonly certificate: Certificate }
  | { readonly what: 'rotation'; readonly rotation: Rotation }
  | { readonly what: 'revocation'; readonly revocation: Revocation };

/** Why an entry is void by itself, whatever other entries say: stored and relayed, and no fold sees it. */
export type VoidReason = { readonly code: 'bad-body' | 'bad-statement'; readonly detail: string };

/** What folds know of an entry itself: its header, and whether its body is here. The bytes stay where entries are kept. */
export type ItemEntry = Omit<Entry, 'body' | 'bodyHash' | 'headerBytes'> & { readonly hasBody: boolean };

/**
 * A verified entry as folds read it. All of it is a pure function of the entry and of the device's certificate, which names the person for
 * good; whether it counts beside other entries (permission, revocation, cuts) is for the folds. Not to be spread: what a device holds are objects
 * that read their parts when asked (`createItemKeeper`).
 */
export type Item = {
  readonly entry: ItemEntry;
  /** H(number − 1): says on which branch of a forked log it stands. */
  readonly previousHash: Uint8Array;
  /** The person to whom the device belongs. */
  readonly author: PersonId;
  /** Null when the body is absent, of a kind that this version does not know, or void by itself. */
  readonly body: Body | null;
  /** Of the kinds 01–03, once its signature was found good. */
  readonly statement: Statement | null;
  readonly voidReason: VoidReason | null;
};

/** What an item says: what `readItem` makes of a body. */
type Reading = Pick<Item, 'body' | 'statement' | 'voidReason'>;

const nothing: Reading = { body: null, statement: null, voidReason: null };

/** The item of a verified entry without what its body says. */
function itemOf(entry: Entry, previousHash: Uint8Array, author: PersonId, reading: Reading): Item {
  return { entry: { ...headerOf(entry), hasBody: entry.body !== null }, previousHash, author, ...reading };
}

/** The same item with another body: what was opened of a sealed one, or null for what is not to be seen. */
export function withBody(item: Item, body: Body | null): Item {
  return new Reworded(item, body);
}

// A class, because a phone holds one for every message that it opened: a copy of the item would take four times as much.
class Reworded implements Item {
  readonly #item: Item;
  readonly body: Body | null;

  constructor(item: Item, body: Body | null) {
    this.#item = item;
    this.body = body;
  }

  get entry(): ItemEntry {
    return this.#item.entry;
  }

  get previousHash(): Uint8Array {
    return this.#item.previousHash;
  }

  get author(): PersonId {
    return this.#item.author;
  }

  get statement(): Statement | null {
    return this.#item.statement;
  }

  get voidReason(): VoidReason | null {
    return this.#item.voidReason;
  }
}

/** The same item as it comes from who has its header alone, for that reason; what lacked its body before keeps its own reason. */
export function withoutBody({ entry, previousHash, author }: Item, absence: 'erased' | 'withheld'): Item {
  const left = { ...headerOf(entry), hasBody: false, absence: entry.hasBody ? absence : entry.absence };
  return { entry: left, previousHash, author, ...nothing };
}

function headerOf(entry: Omit<ItemEntry, 'hasBody'>): Omit<ItemEntry, 'hasBody'> {
  const { id, hash, absence, channel, device, kind, number, clockMs, counter, after, bodyLength } = entry;
  return { id, hash, absence, channel, device, kind, number, clockMs, counter, after, bodyLength };
}

/** Reads a verified entry. Asynchronous only because statements carry signatures of their own. */
export async function readItem(
  entry: Entry,
  previousHash: Uint8Array,
  author: PersonId,
  verifier: Verifier,
): Promise<Item> {
  const read = (reading: Partial<Reading>) => itemOf(entry, previousHash, author, { ...nothing, ...reading });
  if (entry.body === null) return read({});
  const decoded = decodeBody(entry.kind, entry.channel, entry.body);
  if (!decoded.ok) return read({ voidReason: decoded.error });
  if (decoded.value === null) return read({});
  const { salt: _, ...body } = decoded.value;
  if (!isStatementKind(body)) return read({ body });
  const statement = await readStatement(body, verifier);
  return typeof statement === 'string'
    ? read({ voidReason: { code: 'bad-statement', detail: statement } })
    : read({ body, statement });
}

type StatementBody = Extract<Body, { kind: 'person.rotate' | 'device.cert' | 'device.revoke' }>;

function isStatementKind(body: Body): body is StatementBody {
  return body.kind === 'person.rotate' || body.kind === 'device.cert' || body.kind === 'device.revoke';
}

async function readStatement(body: StatementBody, verifier: Verifier): Promise<Statement | string> {
  if (body.kind === 'device.cert') {
    const certificate = decodeCertificate(body.certificate);
    if (!certificate.ok) return certificate.error.detail;
    if (!(await isCertificateSigned(certificate.value, verifier))) return 'certificate not signed by its root';
    return { what: 'certificate', certificate: certificate.value };
  }
  if (body.kind === 'person.rotate') {
    const rotation = decodeRotation(body.rotation);
    if (!rotation.ok) return rotation.error.detail;
    if (!(await isRotationSigned(rotation.value, verifier))) return 'rotation not signed by its recovery key';
    return { what: 'rotation', rotation: rotation.value };
  }
  const revocation = decodeRevocation(body.revocation);
  if (!revocation.ok) return revocation.error.detail;
  if (!(await isRevocationSigned(revocation.value, verifier))) return 'revocation not signed by its signer';
  return { what: 'revocation', revocation: revocation.value };
}
