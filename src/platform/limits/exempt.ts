import { BlockList, isIP } from 'node:net';

/** Loopback, for the demo's own fleet and browser. */
export const THIS_MACHINE = ['127.0.0.0/8', '::1'];

/**
 * Whether an address lies in one of the networks.
 * @throws Error naming what is neither an address nor a network
 */
export function addressesIn(networks: readonly string[]): (address: string) => boolean {
  if (networks.length === 0) return () => false;
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address);
    const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
    if (family === 0 || !Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128))
      throw new Error(
        `CARAVAN_LIMITS_EXEMPT has "${network}", which is no address or network such as 10.0.0.0/8.`,
      );
    list.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  }
  return (address) => {
    const family = isIP(address);
    if (family === 0) return false;
    return list.check(address, family === 4 ? 'ipv4' : 'ipv6');
  };
}
