/** A link as a QR code, drawn as one path. Loaded when it is asked for. */
import { encode } from 'uqr';

/** Bytes that the largest code holds at level M. */
const bytesMax = 2331;
/** White modules around a code: readers need four. */
const quietZone = 4;

/** A code: modules along one side, and its dark modules as a path in units of modules, the white border included. */
export interface QrCode {
  readonly moduleCount: number;
  readonly sideLength: number;
  readonly path: string;
}

/** The code of a link; null when no code holds it. */
export function qrOf(link: string): QrCode | null {
  if (new TextEncoder().encode(link).length > bytesMax) return null;
  const { data, size } = encode(link, { ecc: 'M', boostEcc: false, border: 0 });
  let path = '';
  data.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== true) continue;
      let end = x;
      while (row[end] === true) end++;
      path += `M${String(x + quietZone)} ${String(y + quietZone)}h${String(end - x)}v1h-${String(end - x)}z`;
      x = end;
    }
  });
  return { moduleCount: size, sideLength: size + 2 * quietZone, path };
}

/** The code as a picture of its own, for a slide or a handout. */
export function qrFile({ sideLength, path }: QrCode): string {
  const side = String(sideLength);
  const box = `viewBox="0 0 ${side} ${side}" width="${String(sideLength * 8)}" height="${String(sideLength * 8)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box} shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>\n`;
}
