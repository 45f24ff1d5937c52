using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using OpportunityScan.Diagnostics;

namespace OpportunityScan.Tests.Diagnostics;

public sealed class OutageLogTests
{
    private static readonly ScanStoreUnavailableException Gone = new("gone");
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger _log = new();
    private readonly OutageLog _outages;

    public OutageLogTests() => _outages = new OutageLog(_log, _time);

    private IEnumerable<int> Logged => _log.Collector.GetSnapshot().Select(static r => r.Id.Id);

    [Fact]
    public void An_outage_is_warned_of_once_however_many_meet_it()
    {
        _outages.Met(Gone, "commit");
        for (var second = 0; second < 60; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _outages.Met(Gone, "renew");
        }

        var records = _log.Collector.GetSnapshot();
        records.Where(static r => r.Level >= LogLevel.Information).Should().ContainSingle().Which.Should().Match<FakeLogRecord>(
            static r => r.Id.Id == 301 && r.Level == LogLevel.Warning && r.Exception == Gone && r.Message.Contains("commit"));
        records.Should().HaveCount(61).And.OnlyContain(static r => r.Exception == Gone);
    }

    [Fact]
    public void Its_end_is_told_once_with_how_long_it_lasted()
    {
        _outages.Met(Gone, "commit");
        _time.Advance(TimeSpan.FromSeconds(3));
        _outages.Met(Gone, "commit");
        _time.Advance(OutageLog.Calm + TimeSpan.FromMilliseconds(1));
        for (var i = 0; i < 3; i++) _outages.Answered();

        Logged.Should().Equal(301, 305, 306);
        _log.LatestRecord.Message.Should().Contain("00:00:03");
        _outages.Met(Gone, "commit");
        _log.LatestRecord.Id.Id.Should().Be(301, "it is another outage");
    }

    [Fact]
    public void Answers_of_one_part_of_the_store_do_not_end_the_outage_of_another()
    {
        for (var second = 0; second < 60; second++)
        {
            _outages.Met(Gone, "commit");
            _time.Advance(TimeSpan.FromSeconds(1));
            _outages.Answered();
        }

        Logged.Count(static id => id == 301).Should().Be(1);
        Logged.Should().NotContain(306);
    }

    [Fact]
    public void A_failure_long_after_the_last_one_is_another_outage()
    {
        _outages.Met(Gone, "find");
        _time.Advance(TimeSpan.FromHours(1));
        _outages.Met(Gone, "find");

        Logged.Should().Equal(301, 301);
    }

    [Fact]
    public void Without_an_outage_there_is_nothing_to_say()
    {
        _outages.Answered();

        Logged.Should().BeEmpty();
    }
}
