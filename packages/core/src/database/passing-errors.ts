import { RollcallError } from "../kernel/errors.ts";

/** Seconds a caller is asked to wait while the database is away. */
const retryAfter = 2;

/** Errors of the driver, and ours, that say that there was no answer. */
const withoutAnswer = new Set([
  "OperationTimeoutError",
  "MongoServerSelectionError",
  "MongoNetworkError",
  "MongoNetworkTimeoutError",
  "MongoWaitQueueTimeoutError",
  "MongoPoolClearedError",
  "PoolClearedOnNetworkError",
  "MongoPoolClosedError",
  "MongoServerClosedError",
  "MongoTopologyClosedError",
  "MongoNotConnectedError",
  "MongoClientClosedError",
  "MongoWriteConcernError",
]);

/** A socket that died under a write, or a name that does not resolve, reaches the caller as Node's own error. */
const brokenSocketCodes = new Set<unknown>(["EPIPE", "ECONNRESET"]);

/**
 * What a server answers that is busy, or is just changing its role or its place in a cluster, by the names of its own
 * list (src/mongo/base/error_codes.yml). The last one is Azure Cosmos DB's, for requests beyond what has been paid for.
 */
const passingCodes = new Set<unknown>(
  Object.values({
    HostUnreachable: 6,
    HostNotFound: 7,
    LockTimeout: 24,
    CursorNotFound: 43,
    LockBusy: 46,
    MaxTimeMSExpired: 50,
    StaleShardVersion: 63,
    WriteConcernTimeout: 64,
    NetworkTimeout: 89,
    ShutdownInProgress: 91,
    NotYetInitialized: 94,
    LockFailed: 107,
    WriteConflict: 112,
    ConflictingOperationInProgress: 117,
    FailedToSatisfyReadPreference: 133,
    ReadConcernMajorityNotAvailableYet: 134,
    StaleEpoch: 150,
    QueryPlanKilled: 175,
    PrimarySteppedDown: 189,
    NetworkInterfaceExceededTimeLimit: 202,
    KeyNotFound: 211,
    DatabaseDropPending: 215,
    ElectionInProgress: 216,
    CursorKilled: 237,
    SnapshotTooOld: 239,
    SnapshotUnavailable: 246,
    StaleDbVersion: 249,
    TooManyLogicalSessions: 261,
    ExceededTimeLimit: 262,
    TooManyFilesOpen: 264,
    PreparedTransactionInProgress: 267,
    MigrationConflict: 272,
    IndexBuildAborted: 276,
    IndexBuildAlreadyInProgress: 285,
    ObjectIsBusy: 314,
    ReshardingCriticalSectionTimeout: 342,
    ShardCannotRefreshDueToLocksHeld: 343,
    InterruptedDueToStorageChange: 355,
    TemporarilyUnavailable: 365,
    UserWritesBlocked: 371,
    ResourceExhausted: 402,
    PooledConnectionAcquisitionExceededTimeLimit: 407,
    UpdatesStillPending: 412,
    AdmissionQueueOverflow: 433,
    RateLimitExceeded: 449,
    PooledConnectionAcquisitionRejected: 450,
    InterruptedDueToReshardingCriticalSection: 453,
    IngressRequestRateLimitExceeded: 462,
    SocketException: 9001,
    LegacyNotPrimary: 10_058,
    NotWritablePrimary: 10_107,
    InterruptedAtShutdown: 11_600,
    Interrupted: 11_601,
    InterruptedDueToReplStateChange: 11_602,
    BackgroundOperationInProgressForDatabase: 12_586,
    BackgroundOperationInProgressForNamespace: 12_587,
    StaleConfig: 13_388,
    NotPrimaryNoSecondaryOk: 13_435,
    NotPrimaryOrSecondary: 13_436,
    RequestRateTooLarge: 16_500,
    ClientMarkedKilled: 46_841,
    RetriableRemoteCommandFailure: 91_331,
    InterruptedDueToFCVChange: 10_045_600,
  }),
);

/** With these the server, or the driver, says of any error that it passes. */
const passingLabels = ["RetryableError", "RetryableWriteError", "SystemOverloadedError", "TransientTransactionError"];

/** Makes `unavailable` of an error that passes by itself, and leaves any other as it is. */
export function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error) || !passes(error)) return error;
  return new RollcallError("unavailable", { retryAfter, cause: error, detail: "The database cannot be reached." });
}

function passes(error: Error & { code?: unknown; syscall?: unknown; errorLabels?: readonly string[] }): boolean {
  return (
    withoutAnswer.has(error.name) ||
    passingCodes.has(error.code) ||
    brokenSocketCodes.has(error.code) ||
    /^(query|getaddrinfo)/.test(String(error.syscall)) ||
    passingLabels.some((label) => error.errorLabels?.includes(label))
  );
}
