using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

/// <summary>A request ends long before the scan it has started: nothing that surrounds it may live on in a strategy.</summary>
public sealed class AmbientTests
{
    private static readonly AsyncLocal<string?> Surroundings = new();

    [Fact]
    public async Task What_surrounds_a_start_does_not_flow_into_strategies()
    {
        await using var world = new ScanHarness();
        var seen = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = await world.StartAsync(Sample.Strategy("a", (_, _) => Looking(seen)));

        Surroundings.Value = "the request";
        await process.StartScanAsync();

        (await Limit.Within(seen.Task)).Should().BeNull();
    }

    private static async IAsyncEnumerable<Opportunity> Looking(TaskCompletionSource<string?> seen)
    {
        await Task.Yield();
        seen.TrySetResult(Surroundings.Value);
        yield break;
    }
}
