import { deflateSync, strToU8 } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../contract/scenario.ts';
import { toBase64url } from './base64url.ts';
import { writeCoded } from './coded/shape-coder.ts';
import { asColumns } from './columns.ts';
import { crc32 } from './crc32.ts';
import { sealed } from './envelope.ts';
import { decodeLink, encodeLink, looksLikeLink } from './link.ts';
import { bareScenario, everyField, lessonWithActs, pageActs } from './testing/examples.ts';
import { scenarioArbitrary } from './testing/scenario.arbitrary.ts';
import { parseTupleText, tupleText } from './tuple-text.ts';
import { linkShapeV1, usualWordsV1 } from './tuple-shapes.ts';
import type { Field, Json, Shape } from './tuples.ts';

/** A whole, well-made link around any payload text. */
function linkAround(text: string | Uint8Array): string {
  const payload = toBase64url(deflateSync(typeof text === 'string' ? strToU8(text) : text, { level: 9 }));
  const crc = crc32(`1.d.${payload}`);
  const check = toBase64url(Uint8Array.of(crc >>> 24, (crc >>> 16) & 255, (crc >>> 8) & 255, crc & 255));
  return `1.d.${payload.length.toString(36)}.${check}.${payload}`;
}

/** The link as the learning coder writes it, however short deflate would make it. */
function codedLink(scenario: Scenario): string {
  return sealed('c', writeCoded(asColumns(scenario), linkShapeV1, usualWordsV1));
}

function fieldsOf(shape: Shape): readonly Field[] {
  return shape.kind === 'fields' ? shape.fields : [];
}

function checkRefused(link: string): { readonly code: string; readonly params: object; readonly where: string } {
  const result = decodeLink(link);
  expect(result.ok).toBe(false);
  return result.ok ? { code: '', params: {}, where: '' } : result.problem;
}

describe('a link carries a scenario whole', () => {
  test('every scenario comes back as it was', () => {
    fc.assert(
      fc.property(scenarioArbitrary, (scenario) => {
        expect(decodeLink(encodeLink(scenario))).toEqual({ ok: true, value: scenario });
        expect(decodeLink(codedLink(scenario))).toEqual({ ok: true, value: scenario });
      }),
      { numRuns: 400 },
    );
  });

  test('the order of configuration keys does not change a link', () => {
    const withConfigs = (configs: Record<string, string>) => encodeLink({ ...bareScenario, cluster: { ...bareScenario.cluster, configs } });
    expect(withConfigs({ 'a.b': '1', 'linger.ms': '2' })).toBe(withConfigs({ 'linger.ms': '2', 'a.b': '1' }));
  });

  test('a lesson with forty acts fits an address of 520 characters', () => {
    const address = (acts: number) => `https://kafkascope.example/#${encodeLink(lessonWithActs(acts))}`.length;
    expect(address(40)).toBeLessThanOrEqual(520);
    expect(address(0)).toBeLessThanOrEqual(213); // A QR code that is readable from the back of a room.
  });

  test('forty acts of a page, each at its microsecond and step, fit too', () => {
    const address = `https://kafkascope.example/#${encodeLink(pageActs(40))}`;
    expect(address).toContain('#1.c.');
    expect(address.length).toBeLessThanOrEqual(520);
  });

  test('what deflate can carry is deflated; a longer link is coded, and never longer than deflated', () => {
    expect(encodeLink(lessonWithActs(40))).toMatch(/^1\.d\./);
    for (const scenario of [lessonWithActs(120), pageActs(40), everyField]) {
      expect(encodeLink(scenario)).toBe(codedLink(scenario));
      expect(decodeLink(encodeLink(scenario))).toEqual({ ok: true, value: scenario });
    }
  });

  test('links of the first format open for ever', () => {
    const golden = [
      '1.d.7k.7RugpA.XZDLCoMwEEV_JbiewDxiYslvdBeyKK3QRWnBCv393nEjioLm3DMzSdpwfc5hme-f5RHW520Nv9s3vD7flZQ1s7AQU2tNqlbr',
      'tUUhw_OmFtNIUXKvUQnQMwM1AUViiq91x8l1oYRFHJkGY2aKqdAw4g-G0EiJBuxhXoJsaS7VqezUCuh0piWBXioqVDF9QhYvpH3z9p6SkEyuSY',
      'FWfL_HTop6yZsxUdPsPRRGyyByts3M7RMs7EOOMHHBVfZOfi6crAkqIRxfzN5Xvf8B',
    ].join('');
    expect(encodeLink(lessonWithActs(12))).toBe(golden);
    expect(decodeLink(golden)).toEqual({ ok: true, value: lessonWithActs(12) });
  });
});

describe('what happens to links on their way', () => {
  const link = encodeLink(lessonWithActs(40));

  test('a whole address, broken lines and a full stop at the end do no harm', () => {
    const broken = link.replace(/(.{70})/g, '$1\r\n');
    for (const sent of [`#${link}`, `https://kafkascope.example/#${link}`, `${broken}.`, ` ${link})`]) {
      expect(decodeLink(sent)).toMatchObject({ ok: true });
    }
  });

  test('a cut says how much arrived', () => {
    const payload = link.slice(link.lastIndexOf('.') + 1);
    expect(checkRefused(link.slice(0, -100))).toEqual({
      code: 'link-cut-off',
      where: '',
      params: { arrived: payload.length - 100, expected: payload.length },
    });
    expect(checkRefused(link.slice(0, 7)).code).toBe('link-cut-short');
    expect(checkRefused('1.d.').code).toBe('link-cut-short');
  });

  test.each([
    ['a newer format', link.replace('1.', '2.'), 'link-newer'],
    ['one character more', `${link}A`, 'link-overlong'],
    ['one character changed', link.slice(0, -9) + (link.at(-9) === 'x' ? 'y' : 'x') + link.slice(-8), 'link-damaged'],
    ['another codec', link.replace('1.d.', '1.e.'), 'link-damaged'],
    ['nothing', '', 'link-not-a-link'],
    ['prose', 'hello there', 'link-not-a-link'],
    ['a number', '17', 'link-not-a-link'],
    ['a heading of a page', '#2.1', 'link-not-a-link'],
    ['prose inside', linkAround('hello'), 'link-damaged'],
    ['an escape that does not exist', linkAround('["\\q]'), 'link-damaged'],
    ['one list inside another, closed too often', linkAround('[1]]'), 'link-damaged'],
    ['no payload', link.slice(0, link.lastIndexOf('.') + 1), 'link-cut-short'],
    ['a scenario without a cluster', linkAround('["x,1,0]'), 'scenario-missing'],
    ['a field of the future', linkAround('["x,1,0,[[[1]],[],[],[]],[],1,[],n,n,n,n,7]'), 'link-newer-field'],
    ['deep nesting', linkAround('['.repeat(100_000)), 'link-damaged'],
  ])('%s is refused with its reason', (_, sent, code) => {
    expect(checkRefused(sent).code).toBe(code);
  });

  test('a bomb is given up early', () => {
    expect(checkRefused(linkAround(new Uint8Array(50_000_000)))).toMatchObject({ code: 'link-too-large', params: { maximum: 256 } });
    // A coder that has learned that only zeros come makes very much of very little.
    expect(checkRefused(sealed('c', new Uint8Array(100_000).fill(255))).code).toMatch(/^(link|scenario)-/);
    expect(checkRefused(codedLink({ ...bareScenario, title: 'a'.repeat(300_000) })).code).toBe('link-too-large');
    expect(checkRefused(`1.d.zzzz.AAAAAA.${'A'.repeat(400_000)}`).code).toBe('link-too-large');
  });

  test('what is wrong inside is named by its place', () => {
    const nine = Array.from({ length: 10 }, (_, i) => ({ id: i }));
    const sent = encodeLink({ ...bareScenario, cluster: { ...bareScenario.cluster, brokers: nine } });
    expect(checkRefused(sent)).toEqual({ code: 'scenario-too-many', where: 'cluster.brokers', params: { maximum: 9 } });
  });

  test('a field or a command of a later program is named by its place', () => {
    const later = { kind: 'fields', fields: [...fieldsOf(linkShapeV1), ['mood', { kind: 'text' }]] } as const;
    const link = sealed('c', writeCoded({ ...asColumns(bareScenario), mood: 'good' }, later, usualWordsV1));
    expect(checkRefused(link)).toEqual({ code: 'link-newer-field', where: '', params: {} });
    expect(decodeLink(sealed('c', writeCoded(asColumns(everyField), later, usualWordsV1)))).toEqual({ ok: true, value: everyField });
  });

  test('two thousand damaged links: none throws, none opens as something else', () => {
    const original = lessonWithActs(40);
    const change = fc.record({
      at: fc.nat(link.length - 1),
      to: fc.string({ unit: 'grapheme', minLength: 0, maxLength: 3 }),
      length: fc.integer({ min: 0, max: 4 }),
    });
    const damaged = fc.oneof(
      fc
        .array(change, { minLength: 1, maxLength: 4 })
        .map((list) => list.reduce((text, { at, to, length }) => text.slice(0, at) + to + text.slice(at + length), link)),
      fc.nat(link.length - 1).map((length) => link.slice(0, length)),
      fc.string({ unit: 'binary', maxLength: 200 }).map((tail) => `1.d.${tail}`),
      fc.string({ maxLength: 400 }),
    );
    fc.assert(
      fc.property(damaged, (sent) => {
        const result = decodeLink(sent);
        if (result.ok) expect(result.value).toEqual(original);
        else expect(result.problem.code).toMatch(/^(link|scenario)-/);
      }),
      { numRuns: 2000 },
    );
  });

  test('five hundred well-made links around anything: none throws, none opens as what it is not', () => {
    const tuples = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.integer(), fc.string(), fc.constant(null), fc.array(tie('value'), { maxLength: 12 })),
    })).value as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(tuples, fc.boolean(), (value, isWhole) => {
        expect(parseTupleText(tupleText(value))).toEqual({ value });
        const result = decodeLink(linkAround(tupleText(isWhole ? value : ['x', 1, 0, [[[1]], [], [], []], value])));
        if (result.ok) expect(decodeLink(encodeLink(result.value))).toEqual(result);
      }),
      { numRuns: 500 },
    );
  });
});

test('a link is told apart from the name of a file', () => {
  expect(['1.d.2f.K3x9Qa.abc', 'https://x.example/#1.d.2f.K3x9Qa.abc'].every(looksLikeLink)).toBe(true);
  expect(['lesson.json', './1.d/x.kafkascope.json', 'a1.d.2.json'].some(looksLikeLink)).toBe(false);
});
