using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using OpportunityScan.Redis.Connection;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>The client cancels the calls that are under way when it loses its connection. That is the store's trouble, not the caller's wish.</summary>
public sealed class CanceledCallTests
{
    private static readonly ScanKey Key = new(new OwnerId("ann"), new ScanId("scan-1"));

    [Fact]
    public async Task A_call_that_the_client_canceled_is_reported_as_unavailable()
    {
        await using var store = Store();

        await store.Invoking(s => s.FindAsync(Key, CancellationToken.None).AsTask()).Should().ThrowAsync<ScanStoreUnavailableException>();
    }

    [Fact]
    public async Task A_call_that_was_just_being_written_is_reported_as_unavailable()
    {
        await using var store = Store(static () =>
        {
            var pipe = new System.IO.Pipelines.Pipe();
            pipe.Writer.Complete();
            pipe.Writer.GetSpan(1); // throws as the client does
            throw new UnreachableException();
        });

        await store.Invoking(s => s.FindAsync(Key, CancellationToken.None).AsTask()).Should().ThrowAsync<ScanStoreUnavailableException>();
    }

    [Fact]
    public async Task A_call_that_the_caller_canceled_is_reported_as_canceled()
    {
        await using var store = Store();

        await store.Invoking(s => s.FindAsync(Key, new CancellationToken(canceled: true)).AsTask()).Should().ThrowAsync<OperationCanceledException>();
    }

    private static RedisScanStore Store(Func<Task<IConnectionMultiplexer>>? connect = null) => new(
        new RedisSource(connect ?? (static () => throw new TaskCanceledException()), IsOwned: false), new RedisStoreOptions { Retries = 0 }, TimeProvider.System, NullLogger.Instance);
}
