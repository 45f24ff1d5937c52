using System.Globalization;
using System.Runtime.CompilerServices;

namespace OpportunityScan.Swarm.Worker;

/// <summary>Finds a known number of opportunities in a known time.</summary>
internal sealed class SwarmStrategy(int number) : IStrategy
{
    /// <summary>How many strategies a scan has.</summary>
    internal const int Count = 5;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>What a scan has found when all its strategies ran to their end.</summary>
    internal static int FoundByAll => Enumerable.Range(0, Count).Sum(Finds);

    public StrategyDescriptor Descriptor { get; } = new("swarm-" + number.ToString(CultureInfo.InvariantCulture));

    public async IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < Finds(number); i++)
        {
            await Task.Delay(Pace, context.TimeProvider, cancellationToken);
            yield return new Opportunity
            {
                Type = "swarm",
                Symbol = string.Create(CultureInfo.InvariantCulture, $"{context.Scan.Id}/{i}"),
                ProfitPotential = 1 + i,
                Confidence = 1.0 / (1 + number),
            };
        }
    }

    private static int Finds(int number) => 3 + (2 * number);
}
