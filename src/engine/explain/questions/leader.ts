import type { AnswerLine, Question } from '../answer.ts';
import { line, newestEvent } from '../answer.ts';

/** Why has this partition no leader? The rules of PartitionChangeBuilder.electLeader, replica by replica. */
export const whyNoLeader: Question = {
  name: 'why-no-leader',
  answer(reader, params) {
    const name = String(params['partition']);
    const facts = reader.partition(name);
    if (facts === null || facts.registration.leader >= 0) return [];
    const { registration } = facts;
    const { image } = reader.cluster.activeController;
    const lines: AnswerLine[] = registration.replicas.map((broker) => {
      const isEligible = registration.isr.includes(broker) || registration.elr.includes(broker);
      const isActive = image.broker(broker)?.isActive === true;
      const event = newestEvent(reader, ['brokerFenced', 'processCrashed', 'powerLost'], { broker });
      if (!isEligible) return line(isActive ? 'leader-alive-not-in-sync' : 'leader-neither', { broker }, event);
      return line('leader-in-sync-not-alive', { broker }, event);
    });
    return [line('leader-none', { partition: name }), ...lines];
  },
};
