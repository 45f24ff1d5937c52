using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpportunityScan.Storage;
using OpportunityScan.Storage.InMemory;
using OpportunityScan.Tests.Lookup;
using static OpportunityScan.Tests.DependencyInjection.HostFixture;

namespace OpportunityScan.Tests.DependencyInjection;

public sealed class BuilderTests
{
    [Fact]
    public async Task Adding_scanning_twice_registers_one_worker_and_adds_up_options_and_strategies()
    {
        var collection = new ServiceCollection();
        collection.AddOpportunityScanning(static o => (o.TopCount, o.MaxAttempts) = (3, 5)).AddStrategy(Descriptor("one"), Finds());
        collection.AddOpportunityScanning(static o => o.TopCount = 4).AddStrategy(Descriptor("two"), Finds());
        await using var services = collection.BuildServiceProvider();

        services.GetServices<IHostedService>().Should().ContainSingle();
        services.GetServices<IScanCoordinator>().Should().ContainSingle();
        services.GetServices<IScanStore>().Should().ContainSingle();
        var options = services.GetRequiredService<IOptions<OpportunityScanOptions>>().Value;
        (options.TopCount, options.MaxAttempts).Should().Be((4, 5));
        services.Coordinator().Plan(new ScanRequest(Ada)).Strategies.Select(s => s.Id.Value).Should().Equal("one", "two");
    }

    [Fact]
    public async Task The_last_choice_of_a_store_counts()
    {
        var own = new ReadsOnlyStore();
        await using var chosen = Services(b => b.UseInMemoryStore(static o => o.MaxTombstones = 1).UseStore(_ => own));
        await using var back = Services(b => b.UseStore(_ => own).UseInMemoryStore());

        chosen.GetRequiredService<IScanStore>().Should().BeSameAs(own);
        back.GetRequiredService<IScanStore>().Should().BeOfType<InMemoryScanStore>();
    }

    [Fact]
    public async Task A_store_of_the_hosts_own_is_read()
    {
        var own = new ReadsOnlyStore { IsInProcess = true, Find = static () => new(LookupFixture.Queued()) };
        await using var services = Services(b => b.UseStore(_ => own));

        var lookup = await services.Coordinator().FindAsync(ScanQuery.ById(LookupFixture.Key()));

        lookup.Trace.ToString().Should().Be("by-id: Found");
        own.Calls.Should().Equal("id ada/scan_1");
    }

    [Fact]
    public async Task In_front_of_a_remote_store_stands_the_cache_of_terminal_scans()
    {
        await using var services = Services(b => b.UseStore(static _ => new ReadsOnlyStore { IsInProcess = false }));

        var lookup = await services.Coordinator().FindAsync(ScanQuery.ById(LookupFixture.Key()));

        lookup.Trace.Select(s => s.Policy).Should().Equal("terminal-cache", "by-id", "by-request", "latest");
    }

    [Fact]
    public async Task A_ranker_of_the_hosts_own_ranks()
    {
        foreach (var configure in new Action<IOpportunityScanBuilder>[] { static b => b.UseRanker<CheapestFirst>(), static b => b.UseRanker(static o => -(double)o.RequiredCapital) })
        {
            await using var services = Services(b => configure(b.AddStrategy(
                Descriptor("one"), Finds(Found("DEAR", 9) with { RequiredCapital = 2 }, Found("CHEAP", 1) with { RequiredCapital = 1 }))));
            await services.GetRequiredService<IScanWorker>().StartAsync();

            (await services.ScanAsync()).Top.Select(o => o.Symbol).Should().Equal("CHEAP", "DEAR");
        }
    }

    [Fact]
    public async Task Lookup_policies_stand_where_the_host_puts_them_in_the_order_of_their_registration()
    {
        await using var services = Services(static b => b
            .AddLookupPolicy<Archive>()
            .AddLookupPolicy(static _ => new ScriptedPolicy("first", LookupAnswer.Pass), LookupPosition.BeforeBuiltIn)
            .AddLookupPolicy(static _ => new ScriptedPolicy("last", LookupAnswer.Pass), LookupPosition.AfterBuiltIn)
            .AddLookupPolicy(static _ => new ScriptedPolicy("second", LookupAnswer.Pass), LookupPosition.BeforeBuiltIn));

        var lookup = await services.Coordinator().FindAsync(ScanQuery.ById(LookupFixture.Key()));

        lookup.Status.Should().Be(LookupStatus.NotFound);
        lookup.Trace.Select(s => s.Policy).Should().Equal("first", "second", "by-id", "by-request", "latest", "archive", "last");
    }

    [Fact]
    public async Task A_policy_made_by_type_is_one_object_with_its_dependencies()
    {
        await using var services = Services(static b => b.AddLookupPolicy<Archive>(LookupPosition.BeforeBuiltIn));

        (await services.Coordinator().FindAsync(ScanQuery.Latest(Ada))).Trace[0].Should().Be(new LookupStep("archive", LookupVerdict.Pass));

        services.GetRequiredService<Archive>().Asked.Should().Be(1);
    }

    [Fact]
    public async Task Without_the_built_in_policies_only_the_hosts_own_are_asked()
    {
        await using var services = Services(static b => b.WithoutBuiltInLookupPolicies().AddLookupPolicy<Archive>());

        (await services.Coordinator().FindAsync(ScanQuery.Latest(Ada))).Trace.ToString().Should().Be("archive: Pass");
    }

    [Fact]
    public void Null_arguments_are_refused_where_they_are_given()
    {
        var builder = new ServiceCollection().AddOpportunityScanning();
        Action[] mistakes =
        [
            () => ((IServiceCollection)null!).AddOpportunityScanning(),
            () => builder.AddStrategy((IStrategy)null!),
            () => builder.AddStrategy(null!, Finds()),
            () => builder.AddStrategy(Descriptor("one"), (Func<IServiceProvider, IStrategy>)null!),
            () => builder.AddStrategy(Descriptor("one"), (Func<StrategyContext, CancellationToken, IAsyncEnumerable<Opportunity>>)null!),
            () => builder.UseStore(null!),
            () => builder.UseRanker(null!),
            () => builder.AddLookupPolicy(null!, LookupPosition.AfterBuiltIn),
        ];

        foreach (var mistake in mistakes) mistake.Should().Throw<ArgumentNullException>();
    }

    private static ServiceProvider Services(Action<IOpportunityScanBuilder> configure)
    {
        var collection = new ServiceCollection();
        configure(collection.AddOpportunityScanning());
        return collection.BuildServiceProvider();
    }

    private sealed class CheapestFirst : IOpportunityRanker
    {
        public double Score(Opportunity opportunity) => -(double)opportunity.RequiredCapital;
    }

    private sealed class Archive(TimeProvider timeProvider) : IScanLookupPolicy
    {
        public string Name => "archive";

        internal int Asked { get; private set; }

        public ValueTask<LookupAnswer> LookupAsync(ScanQuery query, CancellationToken cancellationToken)
        {
            Asked += timeProvider is null ? 0 : 1;
            return new(LookupAnswer.Pass);
        }
    }
}
