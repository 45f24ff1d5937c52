using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using OpportunityScan.Ranking;

namespace OpportunityScan.Benchmarks;

/// <summary>Merging and ranking 10,000 opportunities, next to nothing but a sort of their scores.</summary>
public class RankBenchmarks
{
    private const int Count = 10_000;
    private Opportunity[] _opportunities = [];
    private double[] _scores = [];

    [GlobalSetup]
    public void SetUp()
    {
        var strategies = Enumerable.Range(0, 14).Select(static i => new StrategyId($"strategy-{i}")).ToArray();
        _opportunities =
        [
            .. Bodies.Distinct(Count).Select((o, i) => o with { Strategy = strategies[i % 14], Score = DefaultRanker.Instance.Score(o) }),
        ];
        _scores = [.. _opportunities.Select(static o => -o.Score)];
    }

    [Benchmark(Baseline = true, Description = "Array.Sort of the same keys, with their items")]
    public Opportunity[] Sort()
    {
        var (keys, items) = ((double[])_scores.Clone(), (Opportunity[])_opportunities.Clone());
        Array.Sort(keys, items);
        return items;
    }

    [Benchmark(Description = "Array.Sort of the same keys alone")]
    public double[] SortKeys()
    {
        var keys = (double[])_scores.Clone();
        Array.Sort(keys);
        return keys;
    }

    [Benchmark(Description = "MergeAndRank")]
    public ImmutableArray<Opportunity> MergeAndRank() => OpportunityRanking.MergeAndRank(_opportunities);
}
