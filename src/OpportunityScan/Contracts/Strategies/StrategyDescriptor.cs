using System.Collections.Immutable;

namespace OpportunityScan;

/// <summary>A parameter that a strategy understands.</summary>
/// <param name="Name">The name in <see cref="ScanRequest.Parameters"/>.</param>
/// <param name="Description">What it does, for people.</param>
public sealed record StrategyParameter(string Name, string Description = "")
{
    private readonly ValueList<string> _allowed = ImmutableArray<string>.Empty;

    /// <summary>The values it may have; empty (the default) for any. A request may write them in upper or lower case; plan and strategy see them as they are here.</summary>
    public ImmutableArray<string> Allowed
    {
        get => _allowed;
        init => _allowed = value;
    }
}

/// <summary>What a strategy is.</summary>
/// <param name="Id">Its id, unique among the registered ones.</param>
public sealed record StrategyDescriptor(StrategyId Id)
{
    private readonly ValueList<StrategyParameter> _parameters = ImmutableArray<StrategyParameter>.Empty;

    /// <summary>Describes a strategy whose id is given as text.</summary>
    /// <param name="id">Its id: 1 to 64 ASCII letters, digits, <c>_</c>, <c>-</c> and <c>.</c></param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is no strategy id; the message says why.</exception>
    public StrategyDescriptor(string id) : this(new StrategyId(id))
    {
    }

    /// <summary>Its name for people. Default: the id.</summary>
    public string Name { get; init; } = Id.Value;

    /// <summary>What it looks for, in a sentence or two for people; at most 512 characters. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its version; change it when the results change, so that older results are not taken for new ones. Default: <c>1</c>.</summary>
    public string Version { get; init; } = "1";

    /// <summary>The parameters it understands; others are refused by name, unless another selected strategy understands them. Default: none.</summary>
    public ImmutableArray<StrategyParameter> Parameters
    {
        get => _parameters;
        init => _parameters = value;
    }

    /// <summary>
    /// How much a request asks of it, for estimates: it is expected to take as long as it took for requests of about that size. Pure and quick. Default: how many
    /// values of its parameters the request has.
    /// </summary>
    public Func<ScanParameters, double>? Size { get; init; }

    /// <summary>How long it may run; positive and at most <see cref="OpportunityScanOptions.Deadline"/>. Default: <see cref="OpportunityScanOptions.StrategyTimeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }
}
