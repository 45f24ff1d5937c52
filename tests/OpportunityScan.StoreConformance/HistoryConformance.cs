using FluentAssertions;
using OpportunityScan.StoreConformance.Histories;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>In long random histories the store and the state machine agree at every step, and readers never see a scan go back.</summary>
public abstract class HistoryConformance : StoreSuite
{
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(5), InlineData(8), InlineData(13), InlineData(21), InlineData(34)]
    public async Task The_store_agrees_with_the_state_machine(int seed)
    {
        await using var one = await Store.WatchWorkAsync(static _ => { }, default);
        await using var two = await Another.WatchWorkAsync(static _ => { }, default);

        await new RandomHistory(Fixture, seed).RunAsync(Fixture.HistoryLength);
    }

    [Fact, Trait("Incident", "D2"), Trait("Incident", "D4")]
    public async Task No_reader_ever_sees_a_scan_go_back()
    {
        var plan = Plan(strategies: 5);
        var runner = await RunAsync(plan);
        var readers = AtOnceAsync(4, async (i, store) =>
        {
            var (last, reads) = (default(Seen), 0);
            do
            {
                await Task.Yield(); // a store that never waits would let readers hold up the writer for want of threads
                var snapshot = i < 2
                    ? await store.FindAsync(plan.Key, default)
                    : await store.FindByRequestAsync(plan.Key.Owner, plan.Fingerprint, default);
                snapshot.Should().NotBeNull();
                var now = Seen.Of(snapshot!);
                now.IsNotBefore(last).Should().BeTrue($"{now} came after {last}");
                (last, reads) = (now, reads + 1);
            }
            while (!last.Terminal);
            return reads;
        });

        for (var strategy = 0; strategy < 5; strategy++)
        {
            for (var i = 0; i < 20; i++) await runner.EmitAsync(strategy, i % 3);
            if (strategy == 2) runner = await TakeOverAsync(runner);
            await runner.SettleAsync(strategy);
        }

        await runner.EndAsync();
        (await readers).Should().OnlyContain(reads => reads > 0);
        Seen.Of(await FindAsync(plan.Key)).Should().Be(new Seen(true, 5, 95, runner.Claimed.State.Version + 44));
    }

    private async Task<SampleRunner> TakeOverAsync(SampleRunner runner)
    {
        await Store.RenewAsync(runner.Key, runner.Run, Fixture.ShortLease, default);
        await LapseAsync();
        return (await ClaimAsync())!;
    }

    private readonly record struct Seen(bool Terminal, int Settled, int Found, long Version)
    {
        internal static Seen Of(ScanSnapshot snapshot) => new(snapshot.IsTerminal, snapshot.Progress.Settled, snapshot.Progress.Found, snapshot.Version);

        internal bool IsNotBefore(Seen last) =>
            (Terminal || !last.Terminal) && Settled >= last.Settled && Found >= last.Found && Version >= last.Version;
    }
}
