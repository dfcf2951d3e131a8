/** Field names as in DeleteTopicsRequest.json (v6): each topic by its name or by its id. */
export interface DeleteTopicsRequest {
  /** A name without an id (null, or the zero id), or an id without a name. */
  readonly topics: readonly { readonly name: string | null; readonly topicId: string | null }[];
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
