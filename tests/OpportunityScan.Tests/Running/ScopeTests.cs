using Microsoft.Extensions.DependencyInjection;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

public sealed class ScopeTests
{
    [Fact]
    public async Task Each_run_of_a_strategy_gets_a_scope_of_its_own_that_is_disposed_after_it()
    {
        await using var world = new ScanHarness();
        var opened = new List<Connection>();
        var process = await StartAsync(world, new GatedStrategy("a").Finish().Finish(), opened);

        await process.EndOfAsync((await process.StartScanAsync()).Key);
        await process.EndOfAsync((await process.StartScanAsync()).Key);

        opened.Should().HaveCount(2);
        await Limit.Within(Task.WhenAll(opened.Select(static c => c.Disposed)));
    }

    [Fact]
    public async Task The_scope_of_a_strategy_that_was_left_behind_lives_until_it_ends_at_last()
    {
        await using var world = new ScanHarness();
        var opened = new List<Connection>();
        var strategy = new GatedStrategy("a") { IgnoresCancellation = true };
        var process = await StartAsync(world, strategy, opened);
        var ticket = await process.StartScanAsync();
        await strategy.RunAsync();

        world.Clock.Advance(TimeSpan.FromMinutes(3));
        (await process.EndOfAsync(ticket.Key)).Outcomes.Single().Detached.Should().BeTrue();
        await Limit.UntilAsync(() => process.Worker.RunningScans == 0);
        var connection = opened.Should().ContainSingle().Subject;
        connection.Disposed.IsCompleted.Should().BeFalse("the strategy still uses it");
        strategy.Finish();

        await Limit.Within(connection.Disposed);
        await Limit.UntilAsync(() => process.Logged.Contains(203));
    }

    [Fact]
    public async Task The_scope_is_disposed_after_a_failure_too()
    {
        await using var world = new ScanHarness();
        var opened = new List<Connection>();
        var process = await StartAsync(world, new GatedStrategy("a").Fail(new InvalidOperationException("broken")), opened);

        (await process.EndOfAsync((await process.StartScanAsync()).Key)).Status.Should().Be(ScanStatus.Failed);

        await Limit.Within(opened.Single().Disposed);
    }

    private static Task<ScanProcess> StartAsync(ScanHarness world, GatedStrategy strategy, List<Connection> opened) =>
        world.ConfigureAsync(builder =>
        {
            builder.Services.AddScoped<Connection>();
            builder.AddStrategy(strategy.Descriptor, services =>
            {
                opened.Add(services.GetRequiredService<Connection>());
                return strategy;
            });
        });

    /// <summary>Something a strategy needs that must not be shared between runs.</summary>
    private sealed class Connection : IAsyncDisposable
    {
        private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Disposed => _disposed.Task;

        public ValueTask DisposeAsync()
        {
            _disposed.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
