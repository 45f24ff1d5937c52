using System.Collections.Concurrent;
using CsCheck;
using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.State;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Redis.Tests.Agreement;

/// <summary>
/// Random sequences of events go to the scripts and to the state machine; after each the stored scan, with all its instants, and the answer
/// must be what the machine says.
/// </summary>
public sealed class MachineAgreementTests
{
    private const int Sequences = 400;
    private const int EventsEach = 25;

    /// <summary>How often as many sequences again are tried when chance has left something out.</summary>
    private const int Rounds = 20;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    [Fact]
    public Task The_scripts_agree_with_the_machine_on_redis_server() => AgreeAsync(TestServer.Redis);

    [Fact]
    public Task The_scripts_agree_with_the_machine_on_garnet() => AgreeAsync(TestServer.Garnet);

    private static async Task AgreeAsync(TestServer server)
    {
        await using var fixture = await RedisFixture.CreateAsync(server);
        var store = fixture.Store;
        var scans = 0;
        var seen = new ConcurrentDictionary<Enum, bool>();
        for (var round = 0; round == 0 || (!IsComplete(seen) && round < Rounds); round++)
        {
            await Happening.Any.Array[EventsEach].SampleAsync(
                async happenings =>
                {
                    var number = Interlocked.Increment(ref scans);
                    var plan = Sample.Plan(owner: $"owner {number}") with
                    {
                        MaxAttempts = 2,
                        Deadline = TimeSpan.FromDays(1), // never passed: of a commit that is refused it cannot be read off when it was
                        QueueTimeout = number % 2 == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(10), // zero is always exceeded
                    };
                    await ReplayAsync(store, plan, happenings, seen);
                },
                iter: Sequences,
                threads: 1); // claims take whatever is due, so one scan at a time
        }

        seen.Keys.OfType<Ignored>().Should().BeEquivalentTo(Enum.GetValues<Ignored>(), "sequences that miss a reason would prove little");
        seen.Keys.OfType<ScanStatus>().Should().BeEquivalentTo(Enum.GetValues<ScanStatus>());
    }

    private static bool IsComplete(ConcurrentDictionary<Enum, bool> seen) =>
        seen.Count == Enum.GetValues<Ignored>().Length + Enum.GetValues<ScanStatus>().Length;

    private static async Task ReplayAsync(IScanStore store, ScanPlan plan, Happening[] happenings, ConcurrentDictionary<Enum, bool> seen)
    {
        var created = await store.CreateAsync(new CreateScan { Plan = plan, Mode = StartMode.New, MaxActivePerOwner = 1 }, default);
        var state = created.Snapshot!.State;
        try
        {
            foreach (var happening in happenings)
            {
                var answer = await WildRunner.SendAsync(store, state, happening, Lease);
                var after = (await store.FindAsync(plan.Key, default))!.State;
                var expected = ScanMachine.Apply(state, WildRunner.Event(state, after, happening, Lease));

                StateText.Of(after).Should().Be(StateText.Of(expected.State), $"after {happening.Kind} the machine says {expected.Ignored}");
                answer.Should().Be(WildRunner.Expected(expected, happening));
                seen[expected.Ignored] = seen[state.Status] = seen[expected.State.Status] = true;
                state = expected.State;
            }
        }
        finally
        {
            await WildRunner.FinishAsync(store, plan.Key);
        }
    }
}
