namespace OpportunityScan.Redis.Benchmarks;

/// <summary>One thing that is measured.</summary>
/// <param name="Name">What it says in the report.</param>
/// <param name="RunAsync">Does it this often, and returns when it is done.</param>
/// <param name="Operations">How often in each round.</param>
/// <param name="Goal">What its ratio to the first row should be.</param>
internal sealed record Row(string Name, Func<int, Task> RunAsync, int Operations, string Goal = "-")
{
    /// <summary>A row that does one thing after the other.</summary>
    internal static Row OneByOne(string name, Func<Task> runAsync, int operations, string goal = "-") =>
        new(name, async count => { for (var i = 0; i < count; i++) await runAsync(); }, operations, goal);
}
