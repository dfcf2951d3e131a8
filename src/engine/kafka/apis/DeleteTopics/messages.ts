/** Field names as in DeleteTopicsRequest.json (v6): each topic by its name or by its id. */
export interface DeleteTopicsRequest {
  readonly topics: readonly { readonly name: string | null; readonly topicId: string }[];
  readonly timeoutMs: number;
}

/** What became of one topic. */
export interface DeletableTopicResult {
  readonly name: string | null;
  readonly topicId: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** Field names as in DeleteTopicsResponse.json. */
export interface DeleteTopicsResponse {
  readonly throttleTimeMs: number;
  readonly responses: readonly DeletableTopicResult[];
}
