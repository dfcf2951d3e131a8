import { Shared } from '../../kernel/state.ts';
import { microsPerSecond } from '../../kernel/units.ts';

/**
 * What a machine's parts cost, by name. A scenario that gives `costs` (even none of them) switches the model on; what it does not name has
 * the value here: the disks of the Kafka documentation (600 MB/s in a row, 100 KB/s at random), a gigabit network card, one core's worth of
 * request handling.
 */
export const costDefaults = {
  /** Bytes a second that the disk writes or reads in a row. */
  diskSequentialBytesPerSecond: 600_000_000,
  /** Bytes a second in pages all over the disk: what one page takes is a seek. */
  diskRandomBytesPerSecond: 100_000,
  /** Bytes of a page: the unit of the page cache, and of random access. */
  pageBytes: 4096,
  /** Bytes of logs that stay in memory; who reads behind them reads from the disk. */
  pageCacheBytes: 8_000_000_000,
  /** How often the operating system writes dirty pages, file after file; appends to a file wait while it is written. */
  writebackIntervalMillis: 5000,
  /** What an append takes longer while the disk writes any file: the file system's journal and its locks are busy. */
  contendedAppendMicros: 700,
  /** Bytes a second that a machine's network card sends. */
  networkBytesPerSecond: 125_000_000,
  /** Processor time of a request, whatever it holds. */
  cpuMicrosPerRequest: 200,
  /** Processor time of copying a byte once, in picoseconds. */
  cpuPicosPerByteCopied: 100,
  /** Processor time of encrypting a byte, in picoseconds. */
  cpuPicosPerByteEncrypted: 1000,
  /** 1: fetches are answered with sendfile, two copies; 0: through user space, four. */
  sendfile: 1,
  /** 1: connections are encrypted, so that nothing goes by sendfile. */
  tls: 0,
} as const;

/** The name of a cost. */
export type CostName = keyof typeof costDefaults;

/** Costs that are off or on. */
const switches: ReadonlySet<string> = new Set<CostName>(['sendfile', 'tls']);
/** Costs that something is divided by, or that time runs by. */
const atLeastOne: ReadonlySet<string> = new Set<CostName>([
  'diskSequentialBytesPerSecond',
  'diskRandomBytesPerSecond',
  'pageBytes',
  'writebackIntervalMillis',
  'networkBytesPerSecond',
]);
const costMax = 1_000_000_000_000;

/** What a cost may be, both ends included; null: there is no such cost. */
export function costRange(name: string): { readonly min: number; readonly max: number } | null {
  return Object.hasOwn(costDefaults, name) ? rangeOf(name) : null;
}

function rangeOf(name: string): { readonly min: number; readonly max: number } {
  return { min: atLeastOne.has(name) ? 1 : 0, max: switches.has(name) ? 1 : costMax };
}

/** The costs of one cluster. */
export class CostModel extends Shared {
  private readonly values: Readonly<Record<CostName, number>>;

  constructor(values: Readonly<Partial<Record<CostName, number>>> | Readonly<Record<string, number>>) {
    super();
    this.values = { ...costDefaults, ...values };
  }

  /** A cost by its name. */
  cost(name: CostName): number {
    return this.values[name];
  }

  get pageCacheBytes(): number {
    return this.values.pageCacheBytes;
  }

  get networkBytesPerSecond(): number {
    return this.values.networkBytesPerSecond;
  }

  get contendedAppendMicros(): number {
    return this.values.contendedAppendMicros;
  }

  get writebackIntervalMillis(): number {
    return this.values.writebackIntervalMillis;
  }

  /** What it takes to reach a place on the disk: as long as a page at random, less the page itself. */
  get seekMicros(): number {
    const { pageBytes, diskRandomBytesPerSecond, diskSequentialBytesPerSecond } = this.values;
    return Math.floor(pageBytes * (microsPerSecond / diskRandomBytesPerSecond - microsPerSecond / diskSequentialBytesPerSecond));
  }

  /** One piece of a file, from the seek on. */
  diskMicros(sizeBytes: number): number {
    return this.seekMicros + Math.ceil((sizeBytes * microsPerSecond) / this.values.diskSequentialBytesPerSecond);
  }

  /** Handling a request and copying what came with it from the socket into the page cache: two copies. */
  appendCpuMicros(sizeBytes: number): number {
    return this.values.cpuMicrosPerRequest + this.copyMicros(sizeBytes, 2);
  }

  /**
   * Handling a fetch and sending what it reads: two copies with sendfile; four, and a change into user space and back, without; encryption
   * on top when the connection has it. Source: FileRecords.writeTo, SslTransportLayer.transferFrom.
   */
  readCpuMicros(sizeBytes: number): number {
    const { cpuMicrosPerRequest, cpuPicosPerByteEncrypted, sendfile, tls } = this.values;
    const copies = sendfile === 1 && tls === 0 ? 2 : 4;
    const encryptionMicros = tls === 1 ? Math.ceil((sizeBytes * cpuPicosPerByteEncrypted) / 1e6) : 0;
    return cpuMicrosPerRequest + this.copyMicros(sizeBytes, copies) + encryptionMicros;
  }

  private copyMicros(sizeBytes: number, copies: number): number {
    return Math.ceil((sizeBytes * copies * this.values.cpuPicosPerByteCopied) / 1e6);
  }
}

/** A cost as it can be looked at and changed. */
export interface CostFacts {
  readonly name: CostName;
  readonly value: number;
  readonly defaultValue: number;
  readonly min: number;
  readonly max: number;
}

/** All costs of a model. */
export function costFacts(model: CostModel): readonly CostFacts[] {
  return (Object.keys(costDefaults) as CostName[]).map((name) => ({
    name,
    value: model.cost(name),
    defaultValue: costDefaults[name],
    ...rangeOf(name),
  }));
}
