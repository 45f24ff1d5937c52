using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>What was stored is read back whole, to the last tick and character.</summary>
public abstract class RoundTripConformance : StoreSuite
{
    private const string Odd = "Überraschung \"quoted\" \\ {0} ' 日本 😀 </script>\nnext line\r\n\tand\u2028next\n";

    [Fact]
    public async Task A_plan()
    {
        var plan = Plan() with
        {
            Parameters = ScanParameters.Empty.With("names", "b", "a", Odd).With(Odd, "1"),
            Strategies = [new PlannedStrategy(Sample.Strategy(0), Odd, "1.0-β", TimeSpan.FromTicks(12_345_678_901))],
            Deadline = TimeSpan.FromTicks(98_765_432_109),
            QueueTimeout = TimeSpan.FromHours(7),
            MaxAttempts = 5,
        };
        await QueueAsync(plan);

        foreach (var read in new[] { (await FindAsync(plan.Key)).State.Plan, (await ClaimAsync())!.Claimed.State.Plan })
        {
            (read with { Strategies = [] }).Should().Be(plan with { Strategies = [] });
            read.Strategies.Should().Equal(plan.Strategies);
        }
    }

    [Fact]
    public async Task An_outcome()
    {
        var runner = await RunAsync(Plan());
        var change = runner.Change(0, o => o with
        {
            Status = StrategyStatus.Failed,
            Attempt = 1,
            StartedAt = Sample.Instant.AddTicks(7),
            Elapsed = TimeSpan.FromTicks(12_345_678_901),
            Progress = 1.0 / 3,
            Found = 3,
            Rejected = 4,
            Merged = 5,
            Rejections = [new Rejection(RejectionReasons.Confidence, 3, Odd), new Rejection(RejectionReasons.Text, 1, "")],
            ErrorCode = StrategyErrorCodes.Exception,
            Message = Odd,
            Detached = true,
        });

        await runner.SendAsync(runner.Next(change));

        var read = (await FindAsync(runner.Key)).Outcomes[0];
        (read with { Rejections = [] }).Should().Be(change.Outcome with { Rejections = [] });
        read.Rejections.Should().Equal(change.Outcome.Rejections);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_opportunity(bool ended)
    {
        var runner = await RunAsync(Plan());
        var full = Sample.Opportunity(0, 1) with
        {
            Symbol = Odd,
            ProfitPotential = 79_228_162_514_264_337_593.543950335m,
            Confidence = 0.1 + 0.2,
            Risk = RiskLevel.VeryHigh,
            Side = Side.Sell,
            EntryPrice = 0.0000000001m,
            DiscoveredAt = Sample.Instant.AddTicks(3),
            ExpiresAt = Sample.Instant.AddDays(1),
            Metadata = JsonSerializer.SerializeToElement(new { text = Odd, list = new[] { 1.5, 2 }, none = (string?)null, empty = new { } }),
        };
        var bare = new Opportunity { Type = "t", Symbol = "s", ProfitPotential = 0, Confidence = 1, Strategy = Sample.Strategy(0) };
        await runner.SendAsync(runner.Next() with { Chunks = [Sample.Chunk(0, full, bare)], Top = Sample.Accepted([full, bare]) });
        if (ended) await runner.EndAsync();

        Expect((await ReadAsync(runner.Key))!.Items.Select(o => o.Value).OrderByDescending(o => o.Score));
        if (!ended) Expect((await FindAsync(runner.Key)).Top);

        void Expect(IEnumerable<Opportunity> read)
        {
            var both = read.ToList();
            both.Select(o => o with { Metadata = null }).Should().Equal(full with { Metadata = null }, bare);
            JsonElement.DeepEquals(both[0].Metadata!.Value, full.Metadata!.Value).Should().BeTrue();
            both[1].Metadata.Should().BeNull();
        }
    }

    [Fact]
    public async Task Instants_are_the_stores_and_in_order()
    {
        var key = await QueueAsync(Plan());
        await TickAsync();
        var runner = (await ClaimAsync())!;
        await TickAsync();
        await Store.CancelAsync(key, default);
        await TickAsync();
        await runner.EndAsync(EndCause.CancelRequested, StrategyStatus.Canceled);

        var state = (await FindAsync(key)).State;
        state.StartedAt.Should().BeAfter(state.CreatedAt).And.Be(runner.Claimed.Now);
        state.CancelRequestedAt.Should().BeAfter(state.StartedAt!.Value);
        state.EndedAt.Should().BeAfter(state.CancelRequestedAt!.Value);
        state.ExpiresAt.Should().Be(state.EndedAt!.Value + state.Plan.Retention);
    }
}
