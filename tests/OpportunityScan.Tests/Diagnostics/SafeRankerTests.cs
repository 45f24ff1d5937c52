using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using OpportunityScan.Diagnostics;
using OpportunityScan.Ranking;
using static OpportunityScan.Tests.Ranking.OpportunityGen;

namespace OpportunityScan.Tests.Diagnostics;

public sealed class SafeRankerTests : IDisposable
{
    private static readonly Opportunity Some = Of("IBM") with { ProfitPotential = 100, Confidence = 0.5 };
    private readonly FakeLogger _log = new();
    private readonly ScanMetrics _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    [InlineData(-1e300)]
    public void The_hosts_score_is_the_score(double score)
    {
        Score(_ => score).Should().Be(score);

        _log.Collector.Count.Should().Be(0);
        _metrics.ContainedFailures.Should().Be(0);
    }

    [Fact]
    [Trait("Incident", "D8")]
    public void Of_a_ranker_that_throws_the_default_score_is_taken_logged_and_counted()
    {
        var fault = new DivideByZeroException();

        Score(_ => throw fault).Should().Be(50);

        (_log.LatestRecord.Id.Id, _log.LatestRecord.Level, _log.LatestRecord.Exception).Should().Be((401, LogLevel.Error, fault));
        _metrics.ContainedFailures.Should().Be(1);
    }

    [Fact]
    public void Not_a_number_is_no_score()
    {
        Score(_ => double.NaN).Should().Be(50);

        _log.LatestRecord.Id.Id.Should().Be(401);
        _metrics.ContainedFailures.Should().Be(1);
    }

    private double Score(Func<Opportunity, double> score) => new SafeRanker(new DelegateRanker(score), _log, _metrics).Score(Some);
}
