/** After the hand is off the line, its last picture is still to come. */
const releaseMillis = 300;

let timer: ReturnType<typeof setTimeout> | undefined;

/** While time is dragged, and until the picture of its last moment is there, what usually glides is where it belongs at once. */
export const scrubbing = {
  isHeld: false,
  hold: (): void => {
    clearTimeout(timer);
    if (scrubbing.isHeld) return;
    scrubbing.isHeld = true;
    document.documentElement.classList.add('is-scrubbing');
  },
  release: (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      scrubbing.isHeld = false;
      document.documentElement.classList.remove('is-scrubbing');
    }, releaseMillis);
  },
};
