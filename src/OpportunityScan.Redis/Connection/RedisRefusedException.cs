namespace OpportunityScan.Redis.Connection;

/// <summary>
/// Redis, or how it is reached, is such that the store cannot work, and waiting does not help. The start of a host fails with it; a call, if Redis
/// was out of reach at the start, is told <see cref="ScanStoreUnavailableException"/> with the same words.
/// </summary>
#pragma warning disable CA1032, RCS1194 // Made in this assembly only, and never without saying what is wrong.
internal sealed class RedisRefusedException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
#pragma warning restore CA1032, RCS1194
