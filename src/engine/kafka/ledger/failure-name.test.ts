import { expect, test } from 'vitest';
import { errors } from '../errors.ts';
import { clientErrorOf, kafkaException, timeoutError } from '../clients/common/client-error.ts';
import { failureName } from './failure-name.ts';

const named = (library: 'java' | 'librdkafka', { exception, errorCode }: ReturnType<typeof clientErrorOf>): string =>
  failureName(library, { exception, errorCode: errorCode ?? errors.UNKNOWN_SERVER_ERROR });

test('a Java client names the class, librdkafka its own code, and its own name for what a broker calls otherwise', () => {
  const cases = [
    [timeoutError('expired'), 'TimeoutException', '_MSG_TIMED_OUT'],
    [clientErrorOf(errors.MESSAGE_TOO_LARGE), 'RecordTooLargeException', 'MSG_SIZE_TOO_LARGE'],
    [clientErrorOf(errors.NOT_ENOUGH_REPLICAS), 'NotEnoughReplicasException', 'NOT_ENOUGH_REPLICAS'],
    [clientErrorOf(errors.NETWORK_EXCEPTION), 'NetworkException', '_TRANSPORT'],
    [kafkaException('Producer is closed forcefully.'), 'KafkaException', '_PURGE_QUEUE'],
  ] as const;
  for (const [error, java, librdkafka] of cases) {
    expect(named('java', error)).toBe(java);
    expect(named('librdkafka', error)).toBe(librdkafka);
  }
});
