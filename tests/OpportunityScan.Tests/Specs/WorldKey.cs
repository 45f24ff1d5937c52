using OpportunityScan.State;

namespace OpportunityScan.Tests.Specs;

/// <summary>
/// The projection of a world that decides what may happen next, packed into 128 bits. Left out, because only comparisons matter: the version,
/// instants, and absolute attempts and sequences (kept as current or not, recorded or not). Of a message that can only be refused, being of an
/// earlier attempt or recorded before, the content is left out as well. Runners are interchangeable, so they are sorted.
/// </summary>
internal static class WorldKey
{
    internal static UInt128 Of(World world)
    {
        var scan = world.Scan;
        var bits = new Bits();
        bits.Add((int)scan.Status, 3);
        bits.Add(scan.Lapses, 3);
        bits.Add(world.Deaths, 3);
        bits.Add(scan.EndCause is { } cause ? (int)cause + 1 : 0, 3);
        bits.Add(scan.HasBegun, scan.Worker is null, scan.CancelRequestedAt is null, world.IsLeased, world.DeadlinePassed, StoreSteps.IsOverdue(scan));
        foreach (var outcome in scan.Outcomes) bits.Add(Of(outcome), 4);
        bits.Add(world.Trouble, 3);
        bits.Add(OfStraggler(world), 4 + MessageWidth(scan));
        foreach (var runner in world.Runners.Select(r => Of(r, world)).Order()) bits.Add(runner, 9 + (6 * scan.Outcomes.Length) + MessageWidth(scan));
        return bits.Value;
    }

    private static int MessageWidth(ScanState scan) => 2 + (5 * scan.Outcomes.Length);

    private static int Of(StrategyOutcome outcome) => (int)outcome.Status | (Math.Min(outcome.Found, 1) << 3);

    private static long Of(Runner runner, World world)
    {
        if (runner.Mode == Mode.Idle) return 0;
        var bits = new Bits();
        bits.Add((int)runner.Mode, 2);
        bits.Add(world.IsCurrent(runner), runner.InFlight is not null);
        if (!world.IsCurrent(runner)) return (long)bits.Value;
        bits.Add(runner.CancelSeen, true);
        bits.Add(runner.Stopped is { } cause ? (int)cause + 1 : 0, 3);
        for (var s = 0; s < runner.Outcomes.Length; s++)
        {
            bits.Add(Of(runner.Outcomes[s]), 4);
            bits.Add(runner.Dirty[s], runner.Emitted[s] > 0);
        }

        if (runner.InFlight is { } message) bits.Add(Of(message, world.Scan), MessageWidth(world.Scan));
        return (long)bits.Value;
    }

    /// <summary>A commit: which outcomes it changes and to what, whether it ends the scan, whether it was recorded before.</summary>
    private static long Of(Message message, ScanState scan)
    {
        var bits = new Bits();
        var isRecorded = scan.Sequence >= message.Commit.Sequence;
        bits.Add(message.Commit.End is not null, isRecorded);
        if (isRecorded) return (long)bits.Value;
        foreach (var s in Enumerable.Range(0, scan.Outcomes.Length))
        {
            var change = message.Commit.Changes.FirstOrDefault(c => c.Strategy == s).Outcome;
            bits.Add(change is null ? 0 : (int)change.Status, 3); // no change is ever sent that is pending
            bits.Add(message.Chunks[s] > 0, change?.Found > 0);
        }

        return (long)bits.Value;
    }

    private static long OfStraggler(World world)
    {
        var bits = new Bits();
        bits.Add(world.Straggler is Message, world.Straggler is ScanEvent.Renewed);
        if (world.Straggler is ScanEvent.Renewed renewed) bits.Add(renewed.Run == world.Scan.Run);
        if (world.Straggler is Message message)
        {
            bits.Add(message.Commit.Run == world.Scan.Run, world.Scan.Sequence > message.Commit.Sequence);
            if (message.Commit.Run == world.Scan.Run) bits.Add(Of(message, world.Scan), MessageWidth(world.Scan));
        }

        return (long)bits.Value;
    }

    private struct Bits
    {
        private int _count;

        public UInt128 Value { get; private set; }

        public void Add(long value, int width)
        {
            if (value < 0 || value >> width != 0) throw new ArgumentOutOfRangeException(nameof(value), value, $"Does not fit {width} bits.");
            if ((_count += width) > 128) throw new InvalidOperationException("The model has outgrown the key.");
            Value = (Value << width) | (UInt128)value;
        }

        public void Add(params ReadOnlySpan<bool> flags)
        {
            foreach (var flag in flags) Add(flag ? 1 : 0, 1);
        }
    }
}
