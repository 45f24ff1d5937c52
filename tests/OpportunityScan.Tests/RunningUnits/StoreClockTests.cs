using Microsoft.Extensions.Time.Testing;
using OpportunityScan.Running;

namespace OpportunityScan.Tests.RunningUnits;

public sealed class StoreClockTests
{
    [Fact]
    public void It_shows_the_stores_time_at_the_claim_and_what_has_passed_here_since()
    {
        var stores = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
        var here = new FakeTimeProvider(stores.AddDays(-3)); // a process whose clock is wrong by days
        var clock = new StoreClock(stores, here);

        clock.Now.Should().Be(stores);
        here.Advance(TimeSpan.FromSeconds(90));
        clock.Now.Should().Be(stores.AddSeconds(90));
    }

    [Fact]
    public void A_local_clock_that_is_set_anew_does_not_move_it()
    {
        var stores = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
        var here = new AdjustedClock { UtcNow = stores };
        var clock = new StoreClock(stores, here);

        here.UtcNow = stores.AddYears(-1);

        clock.Now.Should().Be(stores);
    }

    /// <summary>A wall clock that is set anew while the time that passes is measured all the same.</summary>
    private sealed class AdjustedClock : TimeProvider
    {
        internal DateTimeOffset UtcNow { get; set; }

        public override DateTimeOffset GetUtcNow() => UtcNow;

        public override long GetTimestamp() => 42;
    }
}
