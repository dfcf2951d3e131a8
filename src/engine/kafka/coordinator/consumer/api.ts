import { errors } from '../../errors.ts';
import { failure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import type { RequestContext } from '../context.ts';
import type { Operation } from '../operation.ts';
import type { ConsumerGroupHeartbeatData } from '../requests.ts';
import type { Outcome, ResponseData } from '../result.ts';
import type { CoordinatorImage } from '../runtime/coordinator-image.ts';
export function consumerGroupHeartbeat(_op: Operation, _request: RequestContext, _data: ConsumerGroupHeartbeatData): Outcome {
  return failure(errors.UNSUPPORTED_VERSION);
}
export function describeConsumerGroups(_op: Operation, groupIds: readonly string[], _image: CoordinatorImage): ResponseData {
  void groupIds;
  return { groups: [] };
}
export function validateHeartbeat(_d: ConsumerGroupHeartbeatData, _v: number, _a: readonly string[]): ApiFailure | null {
  return null;
}
