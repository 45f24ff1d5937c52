using Microsoft.Extensions.DependencyInjection;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

/// <summary>Who disposes a strategy, and what becomes of a run whose things do not let themselves be disposed.</summary>
[Trait("Incident", "E7")]
public sealed class StrategyDisposalTests
{
    private static readonly StrategyDescriptor Descriptor = new("a");

    [Fact]
    public async Task What_a_factory_makes_is_disposed_after_each_run()
    {
        await using var world = new ScanHarness();
        var made = new List<Disposed>();
        var process = await world.ConfigureAsync(b => b.AddStrategy(Descriptor, _ => Add(made, new Disposed())));

        await process.EndOfAsync((await process.StartScanAsync()).Key);
        await process.EndOfAsync((await process.StartScanAsync()).Key);

        made.Should().HaveCount(2);
        await Limit.UntilAsync(() => made.TrueForAll(static m => m.Times == 1));
    }

    [Fact]
    public async Task A_failed_run_and_one_disposed_synchronously_are_cleared_up_too()
    {
        await using var world = new ScanHarness();
        var made = new List<DisposedAtOnce>();
        var process = await world.ConfigureAsync(b => b.AddStrategy(Descriptor, _ => Add(made, new DisposedAtOnce { Failure = new InvalidOperationException() })));

        (await process.EndOfAsync((await process.StartScanAsync()).Key)).Status.Should().Be(ScanStatus.Failed);

        await Limit.UntilAsync(() => made.Single().Times == 1);
    }

    [Theory]
    [InlineData("direct")]
    [InlineData("keyed")]
    [InlineData("among others")]
    public async Task What_the_container_gives_stays_the_containers(string way)
    {
        await using var world = new ScanHarness();
        var shared = new Disposed();
        var process = await world.ConfigureAsync(b =>
        {
            b.Services.AddSingleton(shared).AddSingleton<IStrategy>(shared).AddKeyedSingleton("key", shared);
            b.AddStrategy(Descriptor, services => way switch
            {
                "direct" => services.GetRequiredService<Disposed>(),
                "keyed" => services.GetRequiredKeyedService<Disposed>("key"),
                _ => services.GetServices<IStrategy>().First(),
            });
        });

        await process.EndOfAsync((await process.StartScanAsync()).Key);
        await process.EndOfAsync((await process.StartScanAsync()).Key);
        await Limit.UntilAsync(() => process.Worker.RunningScans == 0);

        shared.Times.Should().Be(0);
    }

    [Fact]
    public async Task An_instance_of_the_hosts_is_never_disposed()
    {
        await using var world = new ScanHarness();
        var shared = new Disposed();
        var process = await world.StartAsync(shared);

        await process.EndOfAsync((await process.StartScanAsync()).Key);
        await process.EndAsync();

        shared.Times.Should().Be(0);
    }

    [Fact]
    public async Task A_strategy_of_a_type_is_disposed_once_with_its_scope()
    {
        await using var world = new ScanHarness();
        var journal = new List<Disposed>();
        var process = await world.ConfigureAsync(b =>
        {
            b.Services.AddScoped(_ => Add(journal, new Disposed()));
            b.AddStrategy<Disposed>();
        });

        await process.EndOfAsync((await process.StartScanAsync()).Key);

        await Limit.UntilAsync(() => journal.TrueForAll(static d => d.Times == 1));
        journal.Should().HaveCount(2, "one was asked for its descriptor");
    }

    [Theory]
    [InlineData("strategy")]
    [InlineData("scope")]
    [InlineData("sequence")]
    public async Task What_throws_when_it_is_disposed_is_logged_and_keeps_the_outcome(string what)
    {
        await using var world = new ScanHarness();
        var process = await world.ConfigureAsync(b =>
        {
            b.Services.AddScoped<Throwing>();
            b.AddStrategy(Descriptor, services =>
            {
                if (what is "scope") services.GetRequiredService<Throwing>();
                return new Disposed { Throws = what is "strategy", ItsSequenceThrows = what is "sequence" };
            });
        });

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        (end.Status, end.Progress.Found).Should().Be((ScanStatus.Completed, 1));
        await Limit.UntilAsync(() => process.Logged.Contains(205));
    }

    [Fact]
    public async Task A_strategy_that_has_ended_but_hangs_when_disposed_has_succeeded_all_the_same()
    {
        await using var world = new ScanHarness();
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var disposing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = await world.ConfigureAsync(b => b.AddStrategy(Descriptor, _ => new Disposed { Waits = hanging.Task, Disposing = disposing }));
        var ticket = await process.StartScanAsync();
        await Limit.Within(disposing.Task);

        world.Clock.Advance(TimeSpan.FromMinutes(3));
        var end = await process.EndOfAsync(ticket.Key);

        (end.Outcomes.Single().Status, end.Progress.Found).Should().Be((StrategyStatus.Succeeded, 1));
        hanging.SetResult();
    }

    private static T Add<T>(List<T> made, T one)
    {
        made.Add(one);
        return one;
    }

    private sealed class Throwing : IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("a dependency that cannot be disposed");
    }

    private sealed class DisposedAtOnce : IStrategy, IDisposable
    {
        internal int Times { get; private set; }

        internal Exception? Failure { get; init; }

        public StrategyDescriptor Descriptor => StrategyDisposalTests.Descriptor;

        public void Dispose() => Times++;

        public IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, CancellationToken cancellationToken) => throw Failure!;
    }

    private sealed class Disposed : IStrategy, IAsyncDisposable
    {
        internal int Times { get; private set; }

        internal bool Throws { get; init; }

        internal bool ItsSequenceThrows { get; init; }

        internal Task Waits { get; init; } = Task.CompletedTask;

        internal TaskCompletionSource? Disposing { get; init; }

        public StrategyDescriptor Descriptor => StrategyDisposalTests.Descriptor;

        public async ValueTask DisposeAsync()
        {
            Times++;
            Disposing?.TrySetResult();
            await Waits;
            if (Throws) throw new InvalidOperationException("a strategy that cannot be disposed");
        }

        public IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, CancellationToken cancellationToken) => new Sequence(ItsSequenceThrows);
    }

    /// <summary>One opportunity; may throw when it is disposed.</summary>
    private sealed class Sequence(bool throws) : IAsyncEnumerable<Opportunity>, IAsyncEnumerator<Opportunity>
    {
        private int _steps;

        public Opportunity Current => Sample.Opportunity("ONE");

        public IAsyncEnumerator<Opportunity> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync() => new(_steps++ == 0);

        public ValueTask DisposeAsync() => throws ? throw new InvalidOperationException("a sequence that cannot be disposed") : ValueTask.CompletedTask;
    }
}
