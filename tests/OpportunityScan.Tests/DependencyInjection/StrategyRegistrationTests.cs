using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static OpportunityScan.Tests.DependencyInjection.HostFixture;

namespace OpportunityScan.Tests.DependencyInjection;

public sealed class StrategyRegistrationTests
{
    private readonly ConcurrentQueue<string> _events = new();

    [Fact]
    public async Task By_type_each_run_has_a_scope_of_its_own_which_ends_with_it()
    {
        using var host = Build(b => b.AddStrategy<ScopedStrategy>(), services => services.AddSingleton(_events).AddScoped<Session>());
        await host.StartAsync();
        _events.Should().Equal("created", "disposed"); // to read the descriptor
        _events.Clear();

        var first = await host.Services.ScanAsync();
        var second = await host.Services.ScanAsync();

        new[] { first.Status, second.Status }.Should().AllBeEquivalentTo(ScanStatus.Completed);
        _events.Should().Equal("created", "used", "disposed", "created", "used", "disposed");
        await host.StopAsync();
    }

    [Fact]
    public async Task By_type_a_dependency_that_can_only_be_disposed_asynchronously_is_no_obstacle()
    {
        using var host = Build(b => b.AddStrategy<ConnectedStrategy>(), services => services.AddSingleton(_events).AddScoped<Connection>());
        await host.StartAsync();

        (await host.Services.ScanAsync()).Status.Should().Be(ScanStatus.Completed);

        _events.Should().Equal("closed", "closed");
        await host.StopAsync();
    }

    [Fact]
    public async Task By_type_the_hosts_own_registration_is_respected()
    {
        var shared = new ScopedStrategy(new Session(_events));
        using var host = Build(b => b.AddStrategy<ScopedStrategy>(), services => services.AddSingleton(shared));
        await host.StartAsync();

        await host.Services.ScanAsync();
        await host.Services.ScanAsync();

        _events.Should().Equal("created", "used", "used");
        await host.StopAsync();
    }

    [Fact]
    public async Task By_instance_all_runs_share_it()
    {
        var shared = new ScopedStrategy(new Session(_events));
        using var host = Build(b => b.AddStrategy(shared));
        await host.StartAsync();

        await host.Services.ScanAsync();
        await host.Services.ScanAsync();

        _events.Should().Equal("created", "used", "used");
        await host.StopAsync();
    }

    [Fact]
    public async Task By_factory_each_run_has_an_instance_from_a_scope_and_none_is_made_for_the_descriptor()
    {
        using var host = Build(
            b => b.AddStrategy(Descriptor("scoped"), static p => new ScopedStrategy(p.GetRequiredService<Session>())),
            services => services.AddSingleton(_events).AddScoped<Session>());
        await host.StartAsync();
        _events.Should().BeEmpty();

        await host.Services.ScanAsync();
        await host.Services.ScanAsync();

        _events.Should().Equal("created", "used", "disposed", "created", "used", "disposed");
        await host.StopAsync();
    }

    [Fact]
    public async Task By_delegate_it_is_told_what_is_asked()
    {
        using var host = Build(b => b.AddStrategy(
            Descriptor("echo") with { Parameters = [new StrategyParameter("symbol")] }, static (context, _) => context.Parameters["symbol"].Select(s => Found(s)).ToAsyncEnumerable()));
        await host.StartAsync();

        var ticket = await host.Services.Coordinator().StartAsync(new ScanRequest(Ada) { Parameters = ScanParameters.Empty.With("symbol", " IBM ") });

        (await host.Services.UntilAsync(ticket.Key, static s => s.IsTerminal)).Top.Single().Symbol.Should().Be("IBM");
        await host.StopAsync();
    }

    [Fact]
    [Trait("Incident", "C1")]
    public async Task A_factory_that_throws_is_a_failed_outcome_and_the_other_strategies_run()
    {
        using var host = Build(b => b
            .AddStrategy(Descriptor("broken"), static _ => throw new InvalidOperationException("secret connection string"))
            .AddStrategy(Descriptor("fine"), Finds(Found("IBM"))));
        await host.StartAsync();

        var end = await host.Services.ScanAsync();

        end.Status.Should().Be(ScanStatus.Completed);
        end.Outcomes[0].Should().Match<StrategyOutcome>(o => o.Status == StrategyStatus.Failed && o.ErrorCode == StrategyErrorCodes.CreationFailed);
        end.Outcomes[0].Message.Should().Contain(nameof(InvalidOperationException)).And.NotContain("secret");
        end.Outcomes[1].Found.Should().Be(1);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_factory_that_returns_null_is_a_failed_creation_too()
    {
        using var host = Build(b => b.AddStrategy(Descriptor("nothing"), static _ => null!));
        await host.StartAsync();

        (await host.Services.ScanAsync()).Outcomes.Single().ErrorCode.Should().Be(StrategyErrorCodes.CreationFailed);
        await host.StopAsync();
    }

    private static IHost Build(Action<IOpportunityScanBuilder> configure, Action<IServiceCollection>? services = null)
    {
        var builder = Builder();
        services?.Invoke(builder.Services);
        configure(builder.Services.AddOpportunityScanning());
        return builder.Build();
    }

    private sealed class Session : IDisposable
    {
        private readonly ConcurrentQueue<string> _events;

        public Session(ConcurrentQueue<string> events)
        {
            _events = events;
            events.Enqueue("created");
        }

        public void Use() => _events.Enqueue("used");

        public void Dispose() => _events.Enqueue("disposed");
    }

    private sealed class ScopedStrategy(Session session) : IStrategy
    {
        public StrategyDescriptor Descriptor { get; } = HostFixture.Descriptor("scoped");

        public IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, CancellationToken cancellationToken)
        {
            session.Use();
            return AsyncEnumerable.Empty<Opportunity>();
        }
    }

    private sealed class Connection(ConcurrentQueue<string> events) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            events.Enqueue("closed");
        }
    }

    private sealed class ConnectedStrategy(Connection connection) : IStrategy
    {
        public StrategyDescriptor Descriptor { get; } = HostFixture.Descriptor("connected");

        public IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, CancellationToken cancellationToken) =>
            new[] { Found(connection.GetType().Name) }.ToAsyncEnumerable();
    }
}
