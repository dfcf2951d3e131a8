import type { Question } from '../answer.ts';
import { whyHighWatermark } from './high-watermark.ts';
import { whyNotInIsr } from './isr.ts';
import { whyNoLeader } from './leader.ts';
import { whyNotReading } from './reading.ts';

/** Every "why not?" that can be asked. */
export const questions: readonly Question[] = [whyHighWatermark, whyNotInIsr, whyNoLeader, whyNotReading];
