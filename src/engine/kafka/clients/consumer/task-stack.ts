import { State } from '../../../kernel/state.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { Task } from './task.ts';
import type { TaskResult, TaskStep } from './task.ts';

/** A call and the calls that it has made, the innermost last: a thread's stack as state. */
export class TaskStack extends State {
  /** Until when the innermost call waits; null while it does not. */
  waitUntilMillis: number | null = null;
  /** It waits for the time alone: nothing that arrives wakes it. */
  isSleeping = false;
  private readonly tasks: Task[] = [];

  get isEmpty(): boolean {
    return this.tasks.length === 0;
  }

  push(task: Task): void {
    this.tasks.push(task);
  }

  clear(): void {
    this.tasks.length = 0;
    this.waitUntilMillis = null;
    this.isSleeping = false;
  }

  /** Runs until the outermost call has ended, which gives its result, or until the innermost must wait. */
  run(consumer: ClassicConsumer): TaskResult | null {
    this.waitUntilMillis = null;
    this.isSleeping = false;
    let callee: TaskResult | null = null;
    for (let task = this.tasks.at(-1); task !== undefined; task = this.tasks.at(-1)) {
      const step: TaskStep = task.run(consumer, callee);
      callee = null;
      switch (step.kind) {
        case 'sleep':
          if (step.untilMillis <= consumer.nowMillis) continue;
          this.isSleeping = true;
          this.waitUntilMillis = step.untilMillis;
          return null;
        case 'wait':
          this.waitUntilMillis = step.untilMillis;
          return null;
        case 'call':
          this.tasks.push(step.task);
          break;
        case 'return':
          this.tasks.pop();
          callee = { kind: 'returned', value: step.value };
          break;
        case 'throw':
          this.tasks.pop();
          callee = { kind: 'threw', error: step.error };
          break;
      }
    }
    return callee;
  }
}

/** A call that began inside another thread's work and has to go on where waiting is possible. */
export class ResumedTask extends Task {
  private readonly parent: Task;
  private child: Task | null;

  constructor(parent: Task, child: Task) {
    super();
    this.parent = parent;
    this.child = child;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    const { child } = this;
    this.child = null;
    return child === null ? this.parent.run(consumer, callee) : { kind: 'call', task: child };
  }
}
