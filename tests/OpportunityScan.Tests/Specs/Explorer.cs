namespace OpportunityScan.Tests.Specs;

/// <summary>A requirement that does not hold, and the shortest way there.</summary>
internal sealed record Violation(string Requirement, IReadOnlyList<string> Trace)
{
    public override string ToString() => $"\"{Requirement}\" does not hold after:\n" + string.Join('\n', Trace.Select((step, i) => $"{i + 1,3}. {step}"));
}

/// <summary>What an exploration came to.</summary>
/// <param name="States">How many worlds can be told apart.</param>
/// <param name="Transitions">How many steps lead from one to another.</param>
/// <param name="Violation">What is wrong; <c>null</c> when nothing is.</param>
/// <param name="Endings">The ways in which scans ended.</param>
internal sealed record Exploration(int States, int Transitions, Violation? Violation, IReadOnlySet<(ScanStatus Status, EndCause? Cause)> Endings);

/// <summary>Visits every reachable world, nearest first, and checks every step on the way.</summary>
internal sealed class Explorer(Model model)
{
    private readonly Dictionary<UInt128, int> _visited = [];
    private readonly List<(int From, string Step)> _origins = [];
    private readonly List<(int From, int To)> _helping = [];
    private readonly List<int> _terminal = [];
    private readonly HashSet<(ScanStatus Status, EndCause? Cause)> _endings = [];
    private readonly Queue<(int Index, World World)> _open = [];
    private int _transitions;

    internal static Exploration Explore(Model model) => new Explorer(model).Run();

    internal static IEnumerable<Step> StepsOf(Model model, World world)
    {
        foreach (var step in StoreSteps.Of(model, world)) yield return step;
        for (var i = 0; i < world.Runners.Length; i++)
        {
            foreach (var step in RunnerSteps.Of(model, world, i)) yield return step;
        }
    }

    private Exploration Run()
    {
        Visit(model.Initial(), -1, "the scan is created");
        while (_open.TryDequeue(out var next))
        {
            foreach (var step in StepsOf(model, next.World))
            {
                _transitions++;
                if (Requirement.FirstBroken(next.World, step) is { } broken)
                {
                    return Result(new Violation(broken.Name, [.. Trace(next.Index), step.Name]));
                }

                var index = Visit(step.After, next.Index, step.Name);
                if (step.Helps) _helping.Add((next.Index, index));
            }
        }

        return Result(FirstDeadEnd() is { } dead ? new Violation(Requirement.EndsByItself, Trace(dead)) : null);
    }

    private Exploration Result(Violation? violation) => new(_visited.Count, _transitions, violation, _endings);

    private int Visit(World world, int from, string step)
    {
        var key = WorldKey.Of(world);
        if (_visited.TryGetValue(key, out var known)) return known;
        var index = _origins.Count;
        _visited.Add(key, index);
        _origins.Add((from, step));
        _open.Enqueue((index, world));
        if (!world.Scan.Status.IsTerminal()) return index;
        _terminal.Add(index);
        _endings.Add((world.Scan.Status, world.Scan.EndCause));
        return index;
    }

    /// <summary>The nearest world from which no helping steps lead to a terminal one; found by going back from the terminal ones.</summary>
    private int? FirstDeadEnd()
    {
        var before = _helping.ToLookup(static e => e.To, static e => e.From);
        var ends = new bool[_origins.Count];
        var open = new Stack<int>(_terminal);
        while (open.TryPop(out var index))
        {
            if (ends[index]) continue;
            ends[index] = true;
            foreach (var from in before[index]) open.Push(from);
        }

        var dead = Array.IndexOf(ends, false);
        return dead < 0 ? null : dead;
    }

    private List<string> Trace(int index)
    {
        var trace = new List<string>();
        for (; index >= 0; index = _origins[index].From) trace.Add(_origins[index].Step);
        trace.Reverse();
        return trace;
    }
}
