/** The contrast figures of our colours, computed from tokens.css itself (WCAG 2.2, relative luminance). */

/** The colours of one theme by token name without the dashes, `#RRGGBB`. */
export type ThemeColors = ReadonlyMap<string, string>;

/** Reads every theme's colours out of the token file. */
export function themesOf(css: string): ReadonlyMap<string, ThemeColors> {
  const themes = new Map<string, ThemeColors>();
  for (const [, name, body] of css.matchAll(/\[data-theme="(\w+)"\]\s*\{([^}]*)\}/g)) {
    if (name === undefined || body === undefined || body.includes('Canvas')) continue;
    const colors = new Map<string, string>();
    for (const [, token, value] of body.matchAll(/--([\w-]+):\s*(#[0-9A-Fa-f]{6})/g))
      if (token !== undefined && value !== undefined) colors.set(token, value);
    themes.set(name, colors);
  }
  return themes;
}

/** Contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

function luminance(color: string): number {
  const channel = (from: number): number => {
    const value = Number.parseInt(color.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
