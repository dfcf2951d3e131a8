/** Answers in words. */
import type { Answer, Prediction, TextKey } from '../../contract/lesson.ts';

/** What was said, or what is right, in the words of the question. */
export function printAnswer(say: (key: TextKey | undefined) => string, prediction: Prediction, answer: Answer): string {
  const list = Array.isArray(answer) ? (answer as readonly string[]) : [];
  switch (prediction.kind) {
    case 'choice':
      return say(prediction.options.find(({ id }) => id === answer)?.text);
    case 'number':
      return `${String(answer)}${prediction.unit === undefined ? '' : ` ${say(prediction.unit)}`}`;
    case 'pick':
      return list.length === 0 ? '–' : list.map((id) => say(prediction.options.find((option) => option.id === id)?.text)).join(', ');
    case 'order':
      return list.map((id, index) => `${String(index + 1)}. ${say(prediction.items.find((item) => item.id === id)?.text)}`).join('\n');
    case 'fill':
      return prediction.cells.map(({ id, text }) => `${say(text)}: ${(answer as Readonly<Record<string, string>>)[id] ?? ''}`).join('\n');
    case 'draw': {
      const name = (id: string | undefined): string => say(prediction.nodes.find((node) => node.id === id)?.text);
      return list.length === 0 ? '–' : list.map((edge) => edge.split('>').map(name).join(' → ')).join('\n');
    }
  }
}
