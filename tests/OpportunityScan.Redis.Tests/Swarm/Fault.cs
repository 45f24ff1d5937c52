using System.Collections.Immutable;
using System.Globalization;

namespace OpportunityScan.Redis.Tests.Swarm;

internal enum FaultKind
{
    /// <summary>A worker is killed, and another one takes its place.</summary>
    KillWorker,

    /// <summary>A worker stands still for longer than its lease.</summary>
    StopWorker,

    /// <summary>Redis ends as in a power cut, and starts again with what it had on disk.</summary>
    RestartRedis,

    /// <summary>Redis stands still.</summary>
    StopRedis,

    /// <summary>Redis lets its clients wait.</summary>
    PauseRedis,

    /// <summary>Redis is emptied, and ids that were in use are used again.</summary>
    EmptyRedis,

    /// <summary>Redis ends, and starts again with what it had some time before.</summary>
    RewindRedis,

    /// <summary>What stands between answers in place of Redis, in words that nobody knows; Redis did what it was told.</summary>
    AnswerStrangely,

    /// <summary>The master ends, its replica is promoted, and the master comes back as one.</summary>
    ReturnMaster,
}

/// <summary>Something that goes wrong.</summary>
/// <param name="At">When, from the start of the run.</param>
/// <param name="Kind">What.</param>
/// <param name="For">For how long.</param>
/// <param name="Worker">To which worker, where it is about one.</param>
internal sealed record Fault(TimeSpan At, FaultKind Kind, TimeSpan For, int Worker)
{
    public override string ToString()
    {
        var worker = Kind is FaultKind.KillWorker or FaultKind.StopWorker ? string.Create(CultureInfo.InvariantCulture, $" {Worker}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{At.TotalSeconds,6:0.0} s  {Kind}{worker} for {For.TotalSeconds:0.0} s");
    }

    /// <summary>The faults of a run: all of the turn one after the other, each time in another order. The same seed gives the same plan.</summary>
    internal static ImmutableArray<Fault> Plan(int seed, TimeSpan length, int workers, params FaultKind[] turn)
    {
        var chance = new Random(seed);
        var plan = ImmutableArray.CreateBuilder<Fault>();
        for (var at = Seconds(2, 3); turn.Length > 0;)
        {
            chance.Shuffle(turn);
            foreach (var kind in turn)
            {
                if (at >= length) return plan.ToImmutable();
                plan.Add(new Fault(at, kind, kind switch
                {
                    FaultKind.StopWorker => Seconds(1.5, 3),
                    FaultKind.KillWorker or FaultKind.EmptyRedis => TimeSpan.Zero,
                    FaultKind.RewindRedis or FaultKind.AnswerStrangely => Seconds(0.3, 1.5),
                    FaultKind.ReturnMaster => Seconds(1, 2),
                    _ => chance.Next(3) == 0 ? Seconds(2.5, 5) : Seconds(0.2, 1.2), // some last longer than a lease and a command may
                }, chance.Next(workers)));
                at += Seconds(1, 2.5);
            }
        }

        return plan.ToImmutable();

        TimeSpan Seconds(double least, double most) => TimeSpan.FromSeconds(least + (chance.NextDouble() * (most - least)));
    }
}
