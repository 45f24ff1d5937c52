using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OpportunityScan.Storage;
using OpportunityScan.Storage.InMemory;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Coordination;

/// <summary>Whatever a store throws that nobody has foreseen is trouble with the store.</summary>
[Trait("Incident", "E3")]
public sealed class ForeignTroubleTests
{
    public static TheoryData<Exception> Troubles =>
    [
        new InvalidOperationException("The connection is closed."), new FormatException("bad"), new InvalidCastException(), new KeyNotFoundException(),
        new TaskCanceledException(), new TimeoutException(), new IOException("reset"), new NotSupportedException(),
    ];

    [Theory, MemberData(nameof(Troubles))]
    public async Task Every_way_in_says_that_the_store_is_out_of_reach(Exception trouble)
    {
        await using var world = new ScanHarness();
        var store = BrokenStore.Over(world.Memory, () => trouble);
        var process = await world.ConfigureAsync(b =>
        {
            b.Services.Configure<OpportunityScanOptions>(static o => o.RunWorker = false);
            b.UseStore(_ => store).AddStrategy(new GatedStrategy("a"));
        });
        var key = new ScanKey(Sample.Owner, ScanId.New());

        (await process.Scans.FindAsync(ScanQuery.ById(key))).Status.Should().Be(LookupStatus.StoreUnavailable);
        (await process.Scans.FindAsync(ScanQuery.Latest(Sample.Owner))).Status.Should().Be(LookupStatus.StoreUnavailable);
        (await process.Scans.GetResultsAsync(key)).Lookup.Status.Should().Be(LookupStatus.StoreUnavailable);
        await UnavailableAsync(() => process.Scans.StartAsync(Sample.Request).AsTask());
        await UnavailableAsync(() => process.Scans.CancelAsync(key).AsTask());
        await UnavailableAsync(() => process.Scans.ListAsync(Sample.Owner).ToListAsync().AsTask());
        await UnavailableAsync(() => process.Scans.WatchAsync(key).ToListAsync().AsTask());

        async Task UnavailableAsync(Func<Task> call) =>
            (await call.Should().ThrowAsync<ScanStoreUnavailableException>()).Which.Message.Should().NotContain("bad", "what a driver says may hold what was sent");
    }

    [Fact]
    public async Task What_the_caller_has_canceled_is_canceled()
    {
        await using var world = new ScanHarness();
        var process = await world.ConfigureAsync(b =>
        {
            b.Services.Configure<OpportunityScanOptions>(static o => o.RunWorker = false);
            b.UseStore(_ => BrokenStore.Over(world.Memory, static () => new TaskCanceledException()));
        });
        using var caller = new CancellationTokenSource();
        await caller.CancelAsync();

        await process.Awaiting(p => p.Scans.CancelAsync(new ScanKey(Sample.Owner, ScanId.New()), caller.Token).AsTask()).Should().ThrowAsync<OperationCanceledException>();
    }

    /// <summary>Throws from every verb.</summary>
    public class BrokenStore : DispatchProxy
    {
        private InMemoryScanStore? _inner;
        private Func<Exception>? _trouble;

        internal static IScanStore Over(InMemoryScanStore inner, Func<Exception> trouble)
        {
            var store = Create<IScanStore, BrokenStore>();
            ((BrokenStore)(object)store)._inner = inner;
            ((BrokenStore)(object)store)._trouble = trouble;
            return store;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.IsSpecialName ? targetMethod.Invoke(_inner, args) : throw _trouble!();
    }
}
