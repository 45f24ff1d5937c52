namespace OpportunityScan.Tests.Support;

/// <summary>Requests, opportunities and simple strategies to test with.</summary>
internal static class Sample
{
    internal static OwnerId Owner { get; } = new("desk-1");

    internal static OwnerId OtherOwner { get; } = new("desk-2");

    internal static ScanRequest Request { get; } = new(Owner);

    /// <summary>An opportunity worth <paramref name="profit"/> at a confidence of 1, so that its score is its profit.</summary>
    internal static Opportunity Opportunity(string symbol, decimal profit = 100) =>
        new() { Type = "momentum", Symbol = symbol, ProfitPotential = profit, Confidence = 1 };

    /// <summary>Opportunities that differ in symbol and profit, the first one best.</summary>
    internal static IEnumerable<Opportunity> Opportunities(int count, string prefix = "S") =>
        Enumerable.Range(0, count).Select(i => Opportunity(prefix + i, 1_000_000 - i));

    internal static IStrategy Strategy(string id, Func<StrategyContext, CancellationToken, IAsyncEnumerable<Opportunity>> scan) =>
        new DelegatedStrategy(new StrategyDescriptor(new StrategyId(id)), scan);

    /// <summary>A strategy that finds these at once.</summary>
    internal static IStrategy Finds(string id, params IEnumerable<Opportunity> opportunities)
    {
        var all = opportunities.ToArray();
        return Strategy(id, (_, _) => all.ToAsyncEnumerable());
    }

    /// <summary>A strategy that finds these at once and fails.</summary>
    internal static IStrategy FindsThenThrows(string id, Exception failure, params IEnumerable<Opportunity> opportunities)
    {
        var all = opportunities.ToArray();
        return Strategy(id, (_, _) => ThrowAfter(all, failure));
    }

    private static async IAsyncEnumerable<Opportunity> ThrowAfter(Opportunity[] opportunities, Exception failure)
    {
        foreach (var opportunity in opportunities) yield return opportunity;
        await Task.Yield();
        throw failure;
    }
}
