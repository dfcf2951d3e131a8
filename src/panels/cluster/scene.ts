/** Where messages are at a moment: a pure function of simulated time, linear between sent and due, so that it runs backwards as well. */
import type { Box } from '../../design/canvas/cells.ts';
import type { TagMark } from '../../design/canvas/tags.ts';
import type { Words } from '../../app/words.ts';
import { offsetX } from './layout.ts';
import type { ClientPlace, ColumnPlace, RowPlace, StageLayout, StripPlace } from './layout.ts';
import { tagPieces } from './messages.ts';
import type { MessageRow, ReplicaRow } from './rows.ts';

/** A message on the stage. */
export interface PlacedMessage {
  readonly message: MessageRow;
  readonly box: Box;
  readonly mark: TagMark;
  readonly isSmall: boolean;
  readonly wire: Route;
}

/** What placing needs. */
export interface SceneInput {
  readonly layout: StageLayout;
  readonly messages: readonly MessageRow[];
  readonly replicas: ReadonlyMap<string, ReplicaRow>;
  readonly nowMicros: number;
  readonly words: Words;
  readonly controllerEndX: number;
  readonly measure: (mark: TagMark) => number;
  /** Reduced motion: sent, half, arrived, and nothing between. */
  readonly isStepped: boolean;
}

/** At most so many tags are readable at once; more are drawn small. */
const readableCount = 12;
const tagHeight = 26;
const smallTag = { width: 17, height: 11 };

/** Places every message that is under way at this moment. */
export function placeMessages(given: SceneInput): readonly PlacedMessage[] {
  const input: Scene = { ...given, ...placesOf(given.layout) };
  const taken = new Map<number, Box[]>();
  const placed: PlacedMessage[] = [];
  let readable = 0;
  for (const message of [...input.messages].sort((one, other) => one.dueMicros - other.dueMicros || one.message - other.message)) {
    if (input.nowMicros < message.sentMicros || (message.state === 'flying' && input.nowMicros > message.dueMicros)) continue;
    const route = routeOf(message, input);
    if (route === null) continue;
    let boxes = taken.get(route.laneY);
    if (boxes === undefined) taken.set(route.laneY, (boxes = []));
    let item = place(message, route, route.isSmall || readable >= readableCount, input);
    const x = withdraw(item.box, boxes, item.mark.direction);
    // Who would have to wait outside of the picture is small instead, and where it is.
    if (item.isSmall || isInside(x, item.box.width, input.layout)) item.box.x = inPicture(x, item.box.width, input.layout);
    else item = place(message, route, true, input);
    if (!item.isSmall) readable += 1;
    boxes.push(item.box);
    placed.push(item);
  }
  return placed;
}

/** The same with what is looked up for each message. */
interface Scene extends SceneInput {
  readonly columnByEndpoint: ReadonlyMap<string, ColumnPlace>;
  readonly clientByEndpoint: ReadonlyMap<string, ClientPlace>;
  readonly rowByPartition: ReadonlyMap<string, RowPlace>;
  readonly focusRow: RowPlace | undefined;
  /** The strips of a row, by broker. */
  readonly stripsByRow: ReadonlyMap<string, ReadonlyMap<number, StripPlace>>;
}

/** What is looked up in a layout stays the same for as long as the layout does. */
const knownPlaces = new WeakMap<StageLayout, Omit<Scene, keyof SceneInput>>();

function placesOf(layout: StageLayout): Omit<Scene, keyof SceneInput> {
  let known = knownPlaces.get(layout);
  if (known === undefined) knownPlaces.set(layout, (known = findPlaces(layout)));
  return known;
}

function findPlaces({ columns, clients, rows, strips }: StageLayout): Omit<Scene, keyof SceneInput> {
  const stripsByRow = new Map(rows.map((row) => [row.partition, new Map<number, StripPlace>()]));
  for (const strip of strips.values()) stripsByRow.get(strip.partition)?.set(strip.broker, strip);
  return {
    stripsByRow,
    columnByEndpoint: new Map(columns.map((column) => [`broker:${String(column.broker)}`, column])),
    clientByEndpoint: new Map(clients.map((client) => [`${client.kind}:${client.id}`, client])),
    rowByPartition: new Map(rows.map((row) => [row.partition, row])),
    focusRow: rows.find((row) => row.isFocus),
  };
}

interface Route {
  readonly fromX: number;
  readonly toX: number;
  readonly fromY: number;
  readonly toY: number;
  readonly laneY: number;
  readonly isSmall: boolean;
}

/** A message whose box may still be moved along its lane. */
interface Placing extends PlacedMessage {
  readonly box: { x: number; readonly y: number; readonly width: number; readonly height: number };
}

function place(message: MessageRow, route: Route, isSmall: boolean, input: Scene): Placing {
  const direction = route.toX >= route.fromX ? 1 : -1;
  const mark: TagMark = {
    isResponse: message.isResponse,
    direction,
    state: message.state,
    pieces: isSmall ? [] : tagPieces(message, input.words),
  };
  const scale = input.layout.tagScale;
  const width = isSmall ? smallTag.width : input.measure(mark) * scale;
  const height = isSmall ? smallTag.height : tagHeight * scale;
  const at = message.state === 'flying' ? input.nowMicros : message.stoppedMicros;
  const share = shareOf(message, at, input.isStepped);
  // The tail leaves the sender, the tip reaches the receiver.
  const room = Math.max(0, Math.abs(route.toX - route.fromX) - width);
  const tail = route.fromX + direction * room * share;
  const x = room === 0 ? (route.fromX + route.toX) / 2 - width / 2 : direction > 0 ? tail : tail - width;
  return {
    message,
    mark,
    isSmall,
    box: { x, y: route.laneY - height / 2, width, height },
    wire: route,
  };
}

/** How far it has come, 0 to 1. */
function shareOf(message: MessageRow, atMicros: number, isStepped: boolean): number {
  const span = message.dueMicros - message.sentMicros;
  const share = span <= 0 ? 1 : Math.min(1, Math.max(0, (atMicros - message.sentMicros) / span));
  if (!isStepped) return share;
  return share < 1 / 3 ? 0 : share < 2 / 3 ? 0.5 : 1;
}

function isInside(x: number, boxWidth: number, { width }: StageLayout): boolean {
  return x >= -boxWidth / 2 && x + boxWidth / 2 <= width;
}

/** A tag at the edge, most of which can be seen, is moved into the picture. */
function inPicture(x: number, boxWidth: number, { width }: StageLayout): number {
  return Math.max(2, Math.min(x, width - boxWidth - 2));
}

/** A tag that would cover another waits 4 px behind it: at which x. */
function withdraw(box: Box, others: readonly Box[], direction: -1 | 0 | 1): number {
  let { x } = box;
  for (let tries = 0; tries < 4; tries++) {
    const hit = others.find((other) => x < other.x + other.width + 4 && x + box.width + 4 > other.x);
    if (hit === undefined) break;
    x = direction > 0 ? hit.x - box.width - 4 : hit.x + hit.width + 4;
  }
  return x;
}

function routeOf(message: MessageRow, input: Scene): Route | null {
  const { layout } = input;
  // Where there are no lanes, nothing travels on them.
  if (layout.form === 'stacked' || layout.form === 'compare') return null;
  // The first picture shows what concerns the newcomer: records on their way in and out.
  if (layout.form === 'visit' && (message.partition === null || (message.from.startsWith('broker:') && message.to.startsWith('broker:'))))
    return null;
  if (message.from === 'controller' || message.to === 'controller') return layout.form === 'visit' ? null : controllerRoute(message, input);
  const row = (message.partition === null ? undefined : input.rowByPartition.get(message.partition)) ?? input.focusRow;
  if (row === undefined) return null;
  const from = dock(message.from, message, row, input);
  const to = dock(message.to, message, row, input);
  if (from === null || to === null) return null;
  const laneY = message.isResponse ? row.responseLaneY : row.requestLaneY;
  return { fromX: from.x, fromY: from.y, toX: to.x, toY: to.y, laneY, isSmall: !row.isFocus };
}

/** Between a broker and the controller's log above. Heartbeats and the like stay small: they are there, and not news. */
function controllerRoute(message: MessageRow, { layout, controllerEndX, columnByEndpoint }: Scene): Route | null {
  const other = message.from === 'controller' ? message.to : message.from;
  const column = columnByEndpoint.get(other);
  if (column === undefined) return null;
  // Machines that stand further below are met on the lane.
  const machine = { x: column.x + 30, y: Math.min(layout.machineTop, layout.controllerLaneY + 18) };
  const log = { x: controllerEndX + 14, y: layout.controllerY + 16 };
  const [from, to] = message.from === 'controller' ? [log, machine] : [machine, log];
  const isNews = message.api === 'AlterPartition' || (message.error !== null && message.error !== 'NONE');
  return { fromX: from.x, fromY: from.y, toX: to.x, toY: to.y, laneY: layout.controllerLaneY, isSmall: !isNews };
}

interface Dock {
  readonly x: number;
  readonly y: number;
}

/** Where a wire leaves or enters: below the strip that it is about, or at a client. */
function dock(endpoint: string, message: MessageRow, row: RowPlace, scene: Scene): Dock | null {
  const { layout, replicas } = scene;
  const column = scene.columnByEndpoint.get(endpoint);
  if (column === undefined) {
    const client = scene.clientByEndpoint.get(endpoint);
    return client === undefined ? null : { x: client.dockX, y: client.dockY };
  }
  const strip = scene.stripsByRow.get(row.partition)?.get(column.broker);
  const replica = strip === undefined ? undefined : replicas.get(strip.replica);
  if (strip === undefined || replica === undefined || message.partition === null)
    return { x: column.x + 30, y: row.stripY + row.stripHeight + 4 };
  const x = dockX(message, endpoint === message.from, strip, replica);
  if (layout.form === 'visit') return { x: x + strip.cellWidth / 2, y: strip.y - 24 };
  return { x, y: strip.y + strip.height + (strip.level === 3 ? 18 : 2) };
}

function dockX(message: MessageRow, isFrom: boolean, strip: StripPlace, replica: ReplicaRow): number {
  const end = offsetX(strip, replica.logEndOffset, replica.firstOffset);
  if (!message.isResponse) return message.api === 'Fetch' && !isFrom ? end + 6 : end;
  return isFrom ? strip.capX + 40 : end + 4;
}
