/** An address as configurations write it. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** Reads `host:port`, with an optional scheme and brackets; null when it has another form. Source: Utils.getHost and getPort. */
export function hostAndPort(address: string): HostAndPort | null {
  const match = /^(?:[0-9a-zA-Z\-%._]*:\/\/)?\[?([0-9a-zA-Z\-%._:]*)\]?:([0-9]+)$/.exec(address);
  return match === null ? null : { host: match[1] ?? '', port: Number(match[2]) };
}

/** Whether all characters may stand in a host name or address. Source: Utils.validHostPattern. */
export function isValidHost(host: string): boolean {
  return /^[0-9a-zA-Z\-%._:]*$/.test(host);
}
