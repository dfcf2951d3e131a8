/** Field names as in UpdateFeaturesRequest.json (v2). */
export interface UpdateFeaturesRequest {
  readonly timeoutMs: number;
  /** `upgradeType`: 1 UPGRADE, 2 SAFE_DOWNGRADE, 3 UNSAFE_DOWNGRADE. */
  readonly featureUpdates: readonly { readonly feature: string; readonly maxVersionLevel: number; readonly upgradeType: number }[];
  readonly validateOnly: boolean;
}

/** Field names as in UpdateFeaturesResponse.json. */
export interface UpdateFeaturesResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}
