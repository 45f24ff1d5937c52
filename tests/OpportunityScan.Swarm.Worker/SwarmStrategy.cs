using System.Globalization;
using System.Runtime.CompilerServices;

namespace OpportunityScan.Swarm.Worker;

/// <summary>Finds a known number of opportunities in a known time, and marks each with what it was found for.</summary>
internal sealed class SwarmStrategy(int number, int version, bool blocks) : IStrategy
{
    private const string Prefix = "swarm-";
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongBlock = 2 * SwarmSettings.BlockedDeadline;

    public StrategyDescriptor Descriptor { get; } = new(Prefix + Text(number))
    {
        Version = Text(version),
        Parameters = [new StrategyParameter(SwarmScan.GenerationParameter)],
    };

    /// <summary>The strategies of a process.</summary>
    internal static IEnumerable<SwarmStrategy> Of(SwarmTraits traits)
    {
        var (next, blocks) = (traits.HasFlag(SwarmTraits.NextVersion), traits.HasFlag(SwarmTraits.Blocks));
        return next
            ? [new(0, 1, blocks), new(1, 2, blocks), new(2, 1, blocks), new(3, 1, blocks), new(5, 1, blocks)]
            : [new(0, 1, blocks), new(1, 1, blocks), new(2, 1, blocks), new(3, 1, blocks), new(4, 1, blocks)];
    }

    /// <summary>What a scan has found when all strategies of its plan ran to their end.</summary>
    internal static int FoundByAll(ScanPlan plan) =>
        plan.Strategies.Sum(static s => Finds(int.Parse(s.Id.Value[Prefix.Length..], CultureInfo.InvariantCulture), int.Parse(s.Version, CultureInfo.InvariantCulture)));

    /// <summary>What is wrong with an opportunity that is told as one of this scan; <c>null</c> when nothing is.</summary>
    internal static string? Foreign(ScanPlan plan, Opportunity opportunity)
    {
        var planned = plan.Strategies.FirstOrDefault(s => s.Id == opportunity.Strategy);
        var mark = planned is null ? null : Mark(planned.Version, plan.Parameters.First(SwarmScan.GenerationParameter));
        var isOurs = string.Equals(opportunity.Timeframe, mark, StringComparison.Ordinal)
            && opportunity.Symbol.StartsWith(plan.Key.Id.Value + "/", StringComparison.Ordinal);
        return isOurs ? null : $"{opportunity.Symbol} of {opportunity.Strategy} {opportunity.Timeframe} in {plan.Key.Id} with {mark}";
    }

    public async IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < Finds(number, version); i++)
        {
            await PauseAsync(context.TimeProvider, i, cancellationToken);
            yield return new Opportunity
            {
                Type = "swarm",
                Symbol = string.Create(CultureInfo.InvariantCulture, $"{context.Scan.Id}/{i}"),
                Timeframe = Mark(Text(version), context.Parameters.First(SwarmScan.GenerationParameter)),
                ProfitPotential = 1 + i,
                Confidence = 1.0 / (1 + number),
            };
        }
    }

    private async Task PauseAsync(TimeProvider clock, int step, CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // It blocks on purpose, as code does that knows nothing of tasks.
        if (blocks) Thread.Sleep(number == 3 && step == 1 ? LongBlock : Pace);
#pragma warning restore RS0030
        else await Task.Delay(Pace, clock, cancellationToken);
    }

    private static int Finds(int number, int version) => 2 + (2 * number) + version;

    private static string Mark(string version, string? generation) => $"v{version} g{generation}";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
