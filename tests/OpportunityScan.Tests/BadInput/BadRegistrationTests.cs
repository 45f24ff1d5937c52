using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.BadInput;

/// <summary>Faults of a host's configuration show when it starts, and say what to change.</summary>
public sealed class BadRegistrationTests
{
    [Fact]
    public Task Two_strategies_of_one_id_are_refused_by_name() =>
        RefusedAsync(
            static b => b.AddStrategy(new GatedStrategy("twin")).AddStrategy(new GatedStrategy("twin")),
            "The strategy id 'twin' is registered 2 times");

    [Fact]
    public Task A_strategy_that_may_run_longer_than_a_scan_is_refused() =>
        RefusedAsync(
            static b => b.AddStrategy(new GatedStrategy("slow") { Timeout = TimeSpan.FromMinutes(4) }),
            "The timeout 00:04:00 of the strategy 'slow' is out of range; it must be from 00:00:00.0010000 to 00:03:00 (the Deadline)");

    [Fact]
    public Task A_strategy_with_no_time_at_all_is_refused() =>
        RefusedAsync(static b => b.AddStrategy(new GatedStrategy("none") { Timeout = TimeSpan.Zero }), "The timeout 00:00:00 of the strategy 'none'");

    [Fact]
    public Task A_strategy_whose_constructor_throws_is_refused_with_the_cause() =>
        RefusedAsync(static b => b.AddStrategy<CannotBeMade>(), "CannotBeMade could not be created to read its descriptor: InvalidOperationException: no key");

    [Fact]
    public Task All_faults_of_the_options_are_told_at_once() =>
        RefusedAsync(
            static b => b.Services.Configure<OpportunityScanOptions>(static o => (o.Deadline, o.MaxAttempts, o.LeaseDuration) = (TimeSpan.FromSeconds(-1), 0, TimeSpan.Zero)),
            "OpportunityScanOptions.Deadline is -00:00:01",
            "OpportunityScanOptions.MaxAttempts is 0; it must be from 1 to 100",
            "OpportunityScanOptions.LeaseDuration is 00:00:00");

    [Fact]
    public Task The_bounds_of_the_in_memory_store_are_checked_as_well() =>
        RefusedAsync(static b => b.UseInMemoryStore(static o => o.MaxRetainedScans = 0), "InMemoryStoreOptions.MaxRetainedScans is 0");

    private static async Task RefusedAsync(Action<IOpportunityScanBuilder> configure, params string[] errors)
    {
        var host = Host.CreateEmptyApplicationBuilder(null);
        configure(host.Services.AddOpportunityScanning());
        using var built = host.Build();

        var message = (await built.Invoking(b => b.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).Which.Message;

        foreach (var error in errors) message.Should().Contain(error);
    }

    private sealed class CannotBeMade : IStrategy
    {
        public CannotBeMade() => throw new InvalidOperationException("no key");

        public StrategyDescriptor Descriptor => new(new StrategyId("never"));

        public IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, CancellationToken cancellationToken) => AsyncEnumerable.Empty<Opportunity>();
    }
}
