import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** A browser that gives this context, or refuses it. */
function withContext(context: object | null): void {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation((() => context) as typeof HTMLCanvasElement.prototype.getContext);
}

/** A context whose renderer has this name, told by the extension or, where a browser has none, by the plain question. */
function named(renderer: string, hasExtension: boolean): object {
  const info = { UNMASKED_RENDERER_WEBGL: 2 };
  return {
    RENDERER: 1,
    getExtension: (name: string) => (name === 'WEBGL_debug_renderer_info' && hasExtension ? info : null),
    getParameter: (asked: number) => (asked === (hasExtension ? 2 : 1) ? renderer : 'WebKit WebGL'),
  };
}

async function isDrawnByProcessor(): Promise<boolean> {
  return (await import('./software-drawing.ts')).isDrawnByProcessor();
}

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.restoreAllMocks();
});

test('a browser that refuses to imitate a graphics card draws with the processor', async () => {
  withContext(null);
  expect(await isDrawnByProcessor()).toBe(true);
});

test.each([
  'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
  'llvmpipe (LLVM 15.0.7, 256 bits)',
  'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)',
  'Software Rasterizer',
])('what imitates one is known by its name: %s', async (renderer) => {
  withContext(named(renderer, true));
  expect(await isDrawnByProcessor()).toBe(true);
  vi.resetModules();
  withContext(named(renderer, false));
  expect(await isDrawnByProcessor()).toBe(true);
});

test.each([
  'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)',
  'Mesa Intel(R) UHD Graphics 620 (KBL GT2)',
  'Apple M1',
])('a graphics card is one: %s', async (renderer) => {
  withContext(named(renderer, true));
  expect(await isDrawnByProcessor()).toBe(false);
});
