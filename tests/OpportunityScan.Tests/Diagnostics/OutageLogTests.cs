using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using OpportunityScan.Diagnostics;

namespace OpportunityScan.Tests.Diagnostics;

[Trait("Incident", "E3")]
public sealed class OutageLogTests
{
    private static readonly ScanStoreUnavailableException Gone = new("gone");
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger _log = new();
    private readonly OutageLog _outages;

    public OutageLogTests() => _outages = new OutageLog(_log, _time);

    private IEnumerable<int> Logged => _log.Collector.GetSnapshot().Select(static r => r.Id.Id);

    private IEnumerable<int> Told => _log.Collector.GetSnapshot().Where(static r => r.Level >= LogLevel.Information).Select(static r => r.Id.Id);

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

    [Theory, InlineData(0.05), InlineData(1), InlineData(5.5), InlineData(11), InlineData(59), InlineData(3_600)]
    public void Whatever_the_pauses_between_errors_it_is_one_outage_of_its_true_length(double seconds)
    {
        for (var i = 0; i < 8; i++)
        {
            _outages.Met(Gone, "commit");
            _time.Advance(TimeSpan.FromSeconds(seconds));
        }

        for (var second = 0; second <= OutageLog.Calm.TotalSeconds + 1; second++, _time.Advance(TimeSpan.FromSeconds(1))) _outages.Answered("commit");

        Told.Should().Equal(301, 306);
        _log.LatestRecord.Message.Should().Contain(TimeSpan.FromSeconds(8 * seconds).ToString());
    }

    [Theory, InlineData(1), InlineData(5), InlineData(6), InlineData(9)]
    public void An_operation_that_now_fails_and_now_succeeds_is_one_outage(double seconds)
    {
        for (var i = 0; i < 8; i++)
        {
            _outages.Met(Gone, "commit");
            _time.Advance(TimeSpan.FromSeconds(seconds / 2));
            _outages.Answered("commit");
            _time.Advance(TimeSpan.FromSeconds(seconds / 2));
        }

        _time.Advance(OutageLog.Calm);
        _outages.Answered("commit");

        Told.Should().Equal(301, 306);
        _log.LatestRecord.Message.Should().Contain(TimeSpan.FromSeconds(7.5 * seconds).ToString());
    }

    [Fact]
    public void Its_end_is_told_once_and_a_further_one_is_another()
    {
        _outages.Met(Gone, "commit");
        _time.Advance(TimeSpan.FromSeconds(3));
        _outages.Answered("commit");
        _time.Advance(OutageLog.Calm);
        for (var i = 0; i < 3; i++) _outages.Answered("claim");

        Logged.Should().Equal(301, 306);
        _log.LatestRecord.Message.Should().Contain("00:00:03");
        _outages.Met(Gone, "commit");
        Logged.Should().Equal(301, 306, 301);
    }

    [Fact]
    public void An_end_that_nobody_was_there_to_tell_is_told_before_the_next_one_begins()
    {
        _outages.Met(Gone, "find");
        _time.Advance(TimeSpan.FromSeconds(2));
        _outages.Answered("find");
        _time.Advance(TimeSpan.FromHours(1));
        _outages.Met(Gone, "find");

        Logged.Should().Equal(301, 306, 301);
        _log.Collector.GetSnapshot()[1].Message.Should().Contain("00:00:02");
    }

    [Theory, InlineData(1), InlineData(5.5), InlineData(30)]
    public void Answers_of_one_part_of_the_store_do_not_end_the_outage_of_another(double seconds)
    {
        for (var i = 0; i < 20; i++)
        {
            _outages.Met(Gone, "commit");
            _time.Advance(TimeSpan.FromSeconds(seconds));
            _outages.Answered("claim");
        }

        Told.Should().Equal(301);
    }

    [Fact]
    public void What_nobody_tries_any_more_does_not_make_an_outage_last_for_ever()
    {
        _outages.Met(Gone, "explain a miss");
        _time.Advance(TimeSpan.FromSeconds(2));
        for (var second = 0; second < 70; second++, _time.Advance(TimeSpan.FromSeconds(1))) _outages.Answered("claim");

        Told.Should().Equal(301, 306);
        _log.LatestRecord.Message.Should().Contain("00:00:02");
    }

    [Fact]
    public void However_short_it_was_it_was_not_for_no_time_at_all()
    {
        _outages.Met(Gone, "find");
        _outages.Answered("find");
        _time.Advance(OutageLog.Calm * 2);
        _outages.Answered("find");

        _log.LatestRecord.Message.Should().NotEndWith("00:00:00");
    }

    [Fact]
    public void Without_an_outage_there_is_nothing_to_say()
    {
        _outages.Answered("find");

        Logged.Should().BeEmpty();
    }

    [Fact, Trait("Incident", "E4")]
    public void Signals_that_cannot_be_heard_while_all_else_works_are_warned_of_once()
    {
        for (var second = 0; second < 60; second++, _time.Advance(TimeSpan.FromSeconds(1))) _outages.Silent(Gone);
        Logged.Should().Equal(307);

        _outages.Heard();
        for (var second = 0; second < 60; second++, _time.Advance(TimeSpan.FromSeconds(1))) _outages.Silent(Gone);
        Logged.Should().Equal(307, 307);
    }

    [Fact]
    public void In_an_outage_that_signals_cannot_be_heard_is_part_of_it()
    {
        for (var second = 0; second < 60; second++, _time.Advance(TimeSpan.FromSeconds(1)))
        {
            _outages.Silent(Gone);
            _outages.Met(Gone, "claim");
        }

        Told.Should().Equal(301);
    }
}
