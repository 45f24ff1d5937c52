using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OpportunityScan.Storage.InMemory;
using OpportunityScan.Tests.Support;
using static OpportunityScan.Tests.DependencyInjection.HostFixture;

namespace OpportunityScan.Tests.DependencyInjection;

public sealed class GenericHostTests
{
    [Fact]
    public async Task A_scan_runs_in_a_host_from_its_start_to_its_results()
    {
        var builder = Builder();
        builder.Services.AddOpportunityScanning()
            .AddStrategy(Descriptor("one"), Finds(Found("IBM", 1), Found("XOM", 3)))
            .AddStrategy(Descriptor("two"), Finds(Found("BA", 2)));
        using var host = builder.Build();
        await host.StartAsync();

        var end = await host.Services.ScanAsync();
        var results = await host.Services.Coordinator().GetResultsAsync(end.Key);

        end.Status.Should().Be(ScanStatus.Completed);
        results.Items.Select(o => o.Symbol).Should().Equal("XOM", "BA", "IBM");
        await host.StopAsync();
    }

    [Fact]
    [Trait("Incident", "A7")]
    public async Task Stopping_the_host_stops_its_scans_and_keeps_what_they_found()
    {
        var builder = Builder();
        builder.Services.AddOpportunityScanning().AddStrategy(Descriptor("endless"), RunsUntilStoppedAsync);
        using var host = builder.Build();
        await host.StartAsync();
        var ticket = await host.Services.Coordinator().StartAsync(new ScanRequest(Ada));
        await host.Services.UntilAsync(ticket.Key, static s => s.Progress.Found == 1);

        await host.StopAsync();

        var end = (await host.Services.Coordinator().FindAsync(ScanQuery.ById(ticket.Key))).Snapshot!;
        (end.Status, end.State.EndCause, end.Progress.Found).Should().Be((ScanStatus.Canceled, EndCause.WorkerStopped, 1));
        host.Services.GetRequiredService<IScanWorker>().RunningScans.Should().Be(0);
    }

    [Theory]
    [Trait("Incident", "E7")]
    [InlineData(30, true)]
    [InlineData(5, false)]
    public async Task A_grace_that_the_host_does_not_wait_for_is_warned_of_at_start(int seconds, bool isWarned)
    {
        var builder = Builder();
        builder.Services.Configure<HostOptions>(static o => o.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Services.AddFakeLogging().AddOpportunityScanning(o => o.StopGrace = TimeSpan.FromSeconds(seconds)).AddStrategy(Descriptor("one"), Finds());
        using var host = builder.Build();

        await host.StartAsync();

        var warnings = host.Services.GetRequiredService<FakeLogCollector>().GetSnapshot().Where(static r => r.Id.Id == 110).Select(static r => r.Level);
        warnings.Should().HaveCount(isWarned ? 1 : 0);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_process_without_worker_starts_and_answers_scans_but_runs_none()
    {
        var builder = Builder();
        var ran = false;
        builder.Services.AddOpportunityScanning(static o => o.RunWorker = false).AddStrategy(Descriptor("one"), (_, _) =>
        {
            ran = true;
            return AsyncEnumerable.Empty<Opportunity>();
        });
        using var host = builder.Build();
        await host.StartAsync();

        var ticket = await host.Services.Coordinator().StartAsync(new ScanRequest(Ada));

        ticket.Snapshot.Status.Should().Be(ScanStatus.Queued);
        (await host.Services.Coordinator().FindAsync(ScanQuery.Latest(Ada))).Snapshot!.Status.Should().Be(ScanStatus.Queued);
        await host.StopAsync();
        (await host.Services.Coordinator().FindAsync(ScanQuery.ById(ticket.Key))).Snapshot!.Status.Should().Be(ScanStatus.Queued);
        ran.Should().BeFalse();
    }

    [Theory]
    [InlineData(true, false, 0)]
    [InlineData(false, false, 1)]
    [InlineData(false, true, 0)]
    public async Task A_process_that_keeps_scans_to_itself_and_runs_none_says_so_at_start(bool runsWorker, bool isShared, int warnings)
    {
        var builder = Builder();
        builder.Services.AddFakeLogging();
        var scanning = builder.Services.AddOpportunityScanning(o => o.RunWorker = runsWorker).AddStrategy(Descriptor("one"), Finds());
        var memory = new InMemoryScanStore(new InMemoryStoreOptions(), TimeProvider.System);
        scanning.UseStore(_ => new FaultyScanStore(memory) { IsInProcess = !isShared });
        using var host = builder.Build();
        await host.StartAsync();

        Warnings().Should().HaveCount(warnings);
        await host.Services.Coordinator().StartAsync(new ScanRequest(Ada));
        Warnings().Should().HaveCount(warnings, "once is enough");
        await host.StopAsync();

        IEnumerable<FakeLogRecord> Warnings() => host.Services.GetFakeLogCollector().GetSnapshot().Where(static r => r.Id.Id == 109);
    }

    [Fact]
    [Trait("Incident", "B1")]
    public async Task Wrong_options_fail_the_start_with_all_their_errors()
    {
        var failures = await FailuresAsync(static services => services.AddOpportunityScanning(static o =>
        {
            o.Retention = TimeSpan.FromSeconds(1);
            o.Limits.MaxPageSize = 0;
        }));

        failures.Should().HaveCount(2)
            .And.Contain(f => f.Contains("OpportunityScanOptions.Retention is 00:00:01"))
            .And.Contain(f => f.Contains("OpportunityScanOptions.Limits.MaxPageSize is 0"));
    }

    [Fact]
    public async Task Wrong_options_of_the_in_memory_store_fail_the_start() =>
        (await FailuresAsync(static services => services.AddOpportunityScanning().UseInMemoryStore(static o => o.MaxQueuedScans = 0)))
            .Should().ContainSingle().Which.Should().Contain("InMemoryStoreOptions.MaxQueuedScans is 0");

    [Fact]
    public async Task Options_are_bound_from_configuration_limits_included()
    {
        var builder = Builder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Scanning:Deadline"] = "00:01:30",
            ["Scanning:StrategyTimeout"] = "00:00:45",
            ["Scanning:TopCount"] = "3",
            ["Scanning:RunWorker"] = "false",
            ["Scanning:Limits:MaxActiveScansPerOwner"] = "2",
            ["Scanning:Limits:MaxBytesPerStrategy"] = "4096",
        });
        builder.Services.Configure<OpportunityScanOptions>(builder.Configuration.GetSection("Scanning"));
        builder.Services.AddOpportunityScanning(static o => o.TopCount = 4).AddStrategy(Descriptor("one"), Finds());
        using var host = builder.Build();
        await host.StartAsync();

        var options = host.Services.GetRequiredService<IOptions<OpportunityScanOptions>>().Value;
        var plan = host.Services.Coordinator().Plan(new ScanRequest(Ada));

        (options.RunWorker, options.TopCount, options.Limits.MaxActiveScansPerOwner, options.Limits.MaxBytesPerStrategy).Should().Be((false, 4, 2, 4_096L));
        (plan.Deadline, plan.Strategies.Single().Timeout).Should().Be((TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(45)));
        await host.StopAsync();
    }

    [Fact]
    public async Task The_hosts_clock_is_the_clock()
    {
        var noon = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
        var time = new FakeTimeProvider(noon);
        var builder = Builder();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddOpportunityScanning().AddStrategy(Descriptor("one"), static (context, _) =>
            new[] { Found("IBM") with { ExpiresAt = context.TimeProvider.GetUtcNow().AddHours(1) } }.ToAsyncEnumerable());
        using var host = builder.Build();
        await host.StartAsync();

        var end = await host.Services.ScanAsync();

        (end.State.CreatedAt, end.State.EndedAt, end.Top.Single().DiscoveredAt, end.Top.Single().ExpiresAt).Should().Be((noon, noon, noon, noon.AddHours(1)));
        await host.StopAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    public async Task A_chain_of_no_or_too_many_lookup_policies_fails_the_start(int policies)
    {
        var builder = Builder();
        var scanning = builder.Services.AddOpportunityScanning().WithoutBuiltInLookupPolicies();
        for (var i = 0; i < policies; i++) scanning.AddLookupPolicy(static _ => LookupPolicies.TerminalCache(), LookupPosition.AfterBuiltIn);
        using var host = builder.Build();

        await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<ArgumentException>().WithMessage("*lookup polic*");
    }

    private static async Task<IEnumerable<string>> FailuresAsync(Action<IServiceCollection> configure)
    {
        var builder = Builder();
        configure(builder.Services);
        using var host = builder.Build();
        return (await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).Which.Failures;
    }
}
