import type { GroupAssignment, GroupSpec, ServerAssignor } from './group-spec.ts';
import { assignHomogeneous } from './uniform-homogeneous.ts';
import { assignHeterogeneous } from './uniform-heterogeneous.ts';

/** The server's default assignor: even shares, and as much of the old assignment as possible. Source: assignor.UniformAssignor. */
export const uniformAssignor: ServerAssignor = {
  name: 'uniform',
  assign(spec: GroupSpec): GroupAssignment {
    if (!hasSubscription(spec))
      return { kind: 'assigned', members: new Map([...spec.members.keys()].map((memberId) => [memberId, new Map()])) };
    return spec.isHomogeneous ? assignHomogeneous(spec) : assignHeterogeneous(spec);
  },
};

function hasSubscription(spec: GroupSpec): boolean {
  for (const member of spec.members.values()) if (member.subscribedTopicIds.length > 0) return true;
  return false;
}
