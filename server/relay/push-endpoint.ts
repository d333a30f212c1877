import { lookup as lookupName } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Greatest length of an address of a push service. */
export const maxEndpointLength = 1000;

const inner = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inner.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inner.addSubnet(net, bits, 'ipv6');

/** Whether an address is of this machine, of a network around it, or of no single machine. */
export function isInnerAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  // An IPv4 address inside an IPv6 one is judged as what it is.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return inner.check(mapped, 'ipv4');
  return inner.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/**
 * Whether `text` may be the address of a push service: https at its usual port, a name and no number, no user. Whoever could name any address would make this server ask inside its
 * own network. `allowLoopback` is for tests: then http at 127.0.0.1 is good too.
 */
export function isPushEndpoint(text: string, allowLoopback = false): boolean {
  if (text.length > maxEndpointLength || !URL.canParse(text)) return false;
  const { protocol, hostname, port, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  if (allowLoopback && protocol === 'http:' && hostname === '127.0.0.1') return true;
  const isName = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(hostname) && isIP(hostname) === 0;
  return (
    protocol === 'https:' && port === '' && isName && !/\.(local|internal|localhost|lan|home|arpa)$/.test(hostname)
  );
}

/** Looks a name up and refuses one that leads inside: a name of the outside may be given any address. For `request`, which then asks just that address. */
export const lookUpOutside: LookupFunction = (name, options, found) => {
  lookupName(name, { all: true }, (error, addresses) => {
    if (error) return found(error, '');
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => isInnerAddress(address)))
      return found(Object.assign(new Error('leads inside'), { code: 'EINNER' }), '');
    if (options.all) found(null, addresses);
    else found(null, first.address, first.family);
  });
};
