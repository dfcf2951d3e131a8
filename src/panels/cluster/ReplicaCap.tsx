import { memo, useContext } from 'react';
import type { ReactElement } from 'react';
import { SideContext, useFrame } from '../../app/context.ts';
import { Cap } from '../../design/Cap.tsx';
import type { StripPlace } from './layout.ts';
import { rowOf } from './tables.ts';

/** A replica's cap: drawn again when the replica becomes something else, not with each record. */
export const ReplicaCap = memo(function ReplicaCap({ strip }: { readonly strip: StripPlace }): ReactElement | null {
  const side = useContext(SideContext);
  const role = useFrame((state) => rowOf(state, 'replicas', strip.replica, side)?.role);
  if (role === undefined) return null;
  return <Cap role={role} x={strip.capX} y={strip.y} width={strip.capWidth} height={strip.level <= 1 ? 12 : strip.height} />;
});
