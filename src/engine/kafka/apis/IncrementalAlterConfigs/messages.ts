/** Field names as in IncrementalAlterConfigsRequest.json (v1). */
export interface AlterConfigsResource {
  /** 2 TOPIC, 4 BROKER, 16 CLIENT_METRICS, 32 GROUP. */
  readonly resourceType: number;
  readonly resourceName: string;
  /** `configOperation`: 0 SET, 1 DELETE, 2 APPEND, 3 SUBTRACT. */
  readonly configs: readonly { readonly name: string; readonly configOperation: number; readonly value: string | null }[];
}

/** Field names as in IncrementalAlterConfigsRequest.json. */
export interface IncrementalAlterConfigsRequest {
  readonly resources: readonly AlterConfigsResource[];
  readonly validateOnly: boolean;
}

/** What became of one resource. */
export interface AlterConfigsResourceResponse {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly resourceType: number;
  readonly resourceName: string;
}

/** Field names as in IncrementalAlterConfigsResponse.json. */
export interface IncrementalAlterConfigsResponse {
  readonly throttleTimeMs: number;
  readonly responses: readonly AlterConfigsResourceResponse[];
}
