namespace OpportunityScan.Estimating;

/// <summary>Requests of about the same size: 0 for those that name nothing, or everything; then 1, 2 to 3, 4 to 7, and so on.</summary>
internal static class SizeClass
{
    private const int Highest = 40;

    /// <summary>The class of a request for one strategy: of what the strategy declares as its size, or of how many values of its parameters the request has.</summary>
    internal static int Of(StrategyDescriptor strategy, ScanParameters parameters) => Of(strategy.Size?.Invoke(parameters) ?? Values(strategy, parameters));

    /// <summary>The class of a size; of one that is none, that of nothing.</summary>
    internal static int Of(double size) => size >= 1 ? (int)Math.Min(Highest, 1 + Math.Floor(Math.Log2(size))) : 0;

    private static double Values(StrategyDescriptor strategy, ScanParameters parameters)
    {
        var values = 0;
        foreach (var parameter in strategy.Parameters) values += parameters[parameter.Name].Length;
        return values;
    }
}
