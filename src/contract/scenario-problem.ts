/** What can be wrong with a link, a file or a scenario: codes of texts `problem.<code>`; a catalogue without one does not compile. */

/** A link that does not hold what it says. */
export type LinkProblemCode =
  | 'link-not-a-link'
  /** params: arrived, expected, in characters. */
  | 'link-cut-off'
  /** Not even its beginning is whole. */
  | 'link-cut-short'
  /** params: arrived, expected, in characters. */
  | 'link-overlong'
  | 'link-damaged'
  /** params: version, known. */
  | 'link-newer'
  /** A field of a later version, written without saying so; `where` is what has it. */
  | 'link-newer-field'
  /** params: maximum, in KB. */
  | 'link-too-large';

/** A file that cannot be read as JSON. */
export type FileProblemCode =
  /** params: maximum, in KB. */
  | 'file-too-large'
  /** params: detail. */
  | 'file-not-json'
  /** params: maximum, in levels. */
  | 'file-too-deep';

/** A scenario that is refused; `where` is its JSON path. */
export type ScenarioProblemCode =
  | 'scenario-not-a-scenario'
  /** params: format, known. */
  | 'scenario-newer'
  | 'scenario-missing'
  /** params: expected, the JSON type. */
  | 'scenario-wrong-type'
  /** params: key. */
  | 'scenario-unknown-key'
  /** params: key. */
  | 'scenario-bad-key'
  /** params: maximum. */
  | 'scenario-text-too-long'
  | 'scenario-text-empty'
  | 'scenario-bad-characters'
  /** params: maximum. */
  | 'scenario-too-many'
  /** params: minimum. */
  | 'scenario-too-few'
  /** params: maximum. */
  | 'scenario-number-too-large'
  /** params: minimum. */
  | 'scenario-number-too-small'
  /** params: values. */
  | 'scenario-not-one-of'
  /** params: name. */
  | 'scenario-duplicate'
  /** params: count, maximum. */
  | 'scenario-too-many-partitions'
  /** params: replicationFactor, brokers. */
  | 'scenario-too-few-brokers'
  /** params: expected, actual. */
  | 'scenario-assignment-length'
  /** params: broker. */
  | 'scenario-unknown-broker'
  /** params: id. */
  | 'scenario-node-taken'
  | 'scenario-unknown-cost'
  | 'scenario-cost-out-of-range'
  /** params: topic. */
  | 'scenario-unknown-topic'
  /** params: client. */
  | 'scenario-unknown-client'
  | 'scenario-assign-or-subscribe'
  | 'scenario-then-assigns'
  | 'scenario-min-above-max'
  | 'scenario-commands-out-of-order'
  /** params: key, reason (Kafka's own words). */
  | 'scenario-config-refused'
  /** params: fault. */
  | 'scenario-unknown-fault';

/** A lesson that is refused. */
export type LessonProblemCode =
  /** params: key, language. */
  | 'lesson-text-missing'
  /** params: key. */
  | 'lesson-text-stray'
  /** params: key. */
  | 'lesson-text-places'
  /** params: name. */
  | 'lesson-unknown-name'
  /** params: name. */
  | 'lesson-claim-in-itself'
  /** params: name, the prediction. */
  | 'lesson-no-belief'
  /** params: name, the feedback. */
  | 'lesson-untested-feedback'
  /** params: name, the kind of step. */
  | 'lesson-no-engagement';

/** A lesson that does not play as it should; `where` is the step. */
export type LessonCheckCode =
  /** params: path. */
  | 'lesson-check-path'
  /** params: seed. */
  | 'lesson-check-not-solved'
  /** params: seed, limit in ms. */
  | 'lesson-check-overdue'
  /** params: seed, name of the prediction. */
  | 'lesson-check-no-truth'
  /** params: name of the alternative. */
  | 'lesson-check-alternative'
  | 'lesson-check-null-run'
  | 'lesson-check-true-at-start'
  /** params: name of the feedback. */
  | 'lesson-check-wrong-passes'
  /** params: name of the feedback. */
  | 'lesson-check-no-feedback'
  /** params: name of the claim. */
  | 'lesson-check-mutation'
  /** params: element. */
  | 'lesson-check-anchor'
  /** params: event. */
  | 'lesson-check-event'
  | 'lesson-check-success';

/** What a lesson that is open refuses. */
export type LessonRefusalCode =
  | 'lesson-locked'
  | 'lesson-predict-first'
  | 'lesson-press-run'
  | 'lesson-not-now'
  | 'lesson-before-step'
  | 'lesson-unanswered'
  | 'lesson-no-hint'
  | 'lesson-no-step'
  | 'lesson-is-over'
  | 'lesson-no-undo'
  | 'lesson-not-open';

/** Any of them. */
export type SharingProblemCode = LinkProblemCode | FileProblemCode | ScenarioProblemCode | LessonProblemCode;

/** A command that cannot be given now. */
export type CommandProblemCode =
  /** params: client. */
  | 'unknown-client'
  /** params: client. */
  | 'client-not-running'
  | 'client-closed'
  | 'client-without-group'
  | 'call-not-supported'
  | 'name-taken'
  /** params: exception, message (Kafka's own words). */
  | 'bad-config'
  | 'message-gone'
  | 'nothing-to-undo'
  /** The scenario does not let its reader do it. */
  | 'command-locked'
  /** params: reason, the author's words. */
  | 'command-locked-because'
  | LessonCheckCode
  | LessonRefusalCode
  /** params: fault. */
  | 'unknown-fault'
  | `fault-${'unknown-node' | 'same-node' | 'not-running' | 'is-running' | 'is-paused' | 'not-paused'}`
  | `fault-${'not-a-broker' | 'is-cut' | 'is-healthy' | 'out-of-range' | 'disk-failed' | 'all-flushed' | 'no-records'}`;
