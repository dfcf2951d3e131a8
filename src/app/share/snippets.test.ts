import jsQR from 'jsqr';
import { describe, expect, test } from 'vitest';
import { embedAddress, homeAddress, linkOf } from './addresses.ts';
import { qrFile, qrOf } from './qr.ts';
import { frameSnippet, markdownSnippet } from './snippets.ts';

const hostile = `"><script>alert(1)</script> [x](javascript:alert(1)) 'y' & \`z\``;

describe('a title that somebody wrote does nothing in other people’s pages', () => {
  test('in a frame it is an attribute’s text', () => {
    const box = document.createElement('div');
    box.innerHTML = frameSnippet('https://kafkascope.example/embed/#1.d.2f.K3x9Qa.abc', hostile);
    expect(box.children).toHaveLength(1);
    expect(box.querySelector('iframe')?.getAttribute('title')).toBe(hostile);
    expect(box.querySelector('iframe')?.getAttribute('src')).toBe('https://kafkascope.example/embed/#1.d.2f.K3x9Qa.abc');
  });

  test('in Markdown it is a link’s text', () => {
    const snippet = markdownSnippet('https://kafkascope.example/#1.d', hostile);
    expect(snippet).toMatch(/^\[.*\]\(https:\/\/kafkascope\.example\/#1\.d\)$/);
    expect(snippet).not.toMatch(/<script|[^\\]\]\(javascript/);
  });
});

describe('addresses', () => {
  test.each([
    ['https://a.example/k/?lang=zh#x', 'https://a.example/k/'],
    ['https://a.example/k/index.html#x', 'https://a.example/k/'],
    ['https://a.example/k/embed/#x', 'https://a.example/k/'],
    ['https://a.example/k/embed/index.html?origin=b', 'https://a.example/k/'],
    ['https://a.example/l/L14/?lang=en#step=s3', 'https://a.example/'],
    ['file:///home/kafkascope.html#x', 'file:///home/kafkascope.html'],
  ])('%s is opened at %s', (href, home) => {
    expect(homeAddress(href)).toBe(home);
    expect(linkOf('1.d', href)).toBe(`${home}#1.d`);
  });

  test('a single file has no page for frames', () => {
    expect(embedAddress('https://a.example/k/?x#y')).toBe('https://a.example/k/embed/');
    expect(embedAddress('file:///home/kafkascope.html')).toBeNull();
  });
});

describe('QR codes', () => {
  /** Reads the code as a camera would, from its pixels. */
  function read(link: string): string | undefined {
    const code = qrOf(link);
    if (code === null) return undefined;
    const scale = 3;
    const side = code.sideLength * scale;
    const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
    for (const [, x = '', y = '', width = ''] of code.path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
      for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++)
        for (let column = Number(x) * scale; column < (Number(x) + Number(width)) * scale; column++)
          pixels.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
    }
    return jsQR(pixels, side, side)?.data;
  }

  const linkOfLength = (length: number): string => `https://kafkascope.example/#1.d.`.padEnd(length, 'aZ09-_');

  test.each([60, 213, 500, 1200])('a link of %i characters is read from its picture', (length) => {
    expect(read(linkOfLength(length))).toBe(linkOfLength(length));
  });

  test('a link of 213 characters is readable from the back of a room, one of 2,332 in no code', () => {
    expect(qrOf(linkOfLength(213))?.moduleCount).toBe(57);
    expect(qrOf(linkOfLength(500))?.moduleCount).toBe(85);
    expect(qrOf(linkOfLength(2331))?.moduleCount).toBe(177);
    expect(qrOf(linkOfLength(2332))).toBeNull();
  });

  test('saved, it is a picture that stands alone', () => {
    const code = qrOf('x');
    expect(code === null ? '' : qrFile(code)).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 29 29"/);
  });
});
