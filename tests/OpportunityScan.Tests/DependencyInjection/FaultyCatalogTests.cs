using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static OpportunityScan.Tests.DependencyInjection.HostFixture;

namespace OpportunityScan.Tests.DependencyInjection;

public sealed class FaultyCatalogTests
{
    [Fact]
    public async Task A_constructor_that_throws_is_reported_with_type_and_message() =>
        (await FailuresAsync(b => b.AddStrategy<Throwing>())).Should()
            .Equal("The strategy Throwing could not be created to read its descriptor: InvalidOperationException: no market data");

    [Fact]
    public async Task A_missing_dependency_is_reported_with_its_type() =>
        (await FailuresAsync(b => b.AddStrategy<Dependent>())).Should().ContainSingle().Which.Should().Contain("Dependent").And.Contain(nameof(IDisposable));

    [Fact]
    public async Task A_null_descriptor_is_reported() =>
        (await FailuresAsync(b => b.AddStrategy(new Described(null!)))).Should().Equal("The strategy Described has no descriptor: its Descriptor is null.");

    [Fact]
    public async Task Ids_that_are_not_distinct_are_reported() =>
        (await FailuresAsync(b => b.AddStrategy(Descriptor("one"), Finds()).AddStrategy(new Described(Descriptor("one"))))).Should()
            .Equal("The strategy id 'one' is registered 2 times; ids must be distinct.");

    [Fact]
    public async Task The_same_type_twice_is_the_same_id_twice() =>
        (await FailuresAsync(b => b.AddStrategy<Plain>().AddStrategy<Plain>())).Should().ContainSingle().Which.Should().Contain("'plain' is registered 2 times");

    [Fact]
    [Trait("Incident", "B1")]
    public async Task A_timeout_longer_than_the_deadline_is_reported() =>
        (await FailuresAsync(b => b.AddStrategy(Descriptor("one") with { Timeout = TimeSpan.FromHours(1) }, Finds()))).Should()
            .ContainSingle().Which.Should().Contain("timeout 01:00:00 of the strategy 'one'");

    [Fact]
    public async Task All_faults_are_reported_at_once() =>
        (await FailuresAsync(b => b.AddStrategy<Throwing>().AddStrategy(new Described(null!)).AddStrategy(Descriptor("one") with { Name = "" }, Finds())))
            .Should().HaveCount(3);

    [Fact]
    public async Task A_process_that_runs_no_worker_is_told_too() =>
        (await FailuresAsync(b => b.AddStrategy<Throwing>().Services.Configure<OpportunityScanOptions>(static o => o.RunWorker = false))).Should().ContainSingle();

    private static async Task<IEnumerable<string>> FailuresAsync(Action<IOpportunityScanBuilder> configure)
    {
        var builder = Builder();
        configure(builder.Services.AddOpportunityScanning());
        using var host = builder.Build();
        return (await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).Which.Failures;
    }

    private sealed class Throwing : IStrategy
    {
        public Throwing() => throw new InvalidOperationException("no market data");

        public StrategyDescriptor Descriptor => HostFixture.Descriptor("throwing");

        public IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, CancellationToken cancellationToken) => AsyncEnumerable.Empty<Opportunity>();
    }

    private sealed class Dependent(IDisposable dependency) : IStrategy
    {
        public StrategyDescriptor Descriptor => HostFixture.Descriptor(dependency.GetType().Name);

        public IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, CancellationToken cancellationToken) => AsyncEnumerable.Empty<Opportunity>();
    }

    private sealed class Described(StrategyDescriptor descriptor) : IStrategy
    {
        public StrategyDescriptor Descriptor => descriptor;

        public IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, CancellationToken cancellationToken) => AsyncEnumerable.Empty<Opportunity>();
    }

    private sealed class Plain : IStrategy
    {
        public StrategyDescriptor Descriptor => HostFixture.Descriptor("plain");

        public IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, CancellationToken cancellationToken) => AsyncEnumerable.Empty<Opportunity>();
    }
}
