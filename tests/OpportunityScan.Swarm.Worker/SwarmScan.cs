using System.Globalization;

namespace OpportunityScan.Swarm.Worker;

/// <summary>One scan of a swarm. Every process knows all about it from its numbers alone.</summary>
/// <param name="Number">Which scan: the number makes owner and id.</param>
/// <param name="Generation">How often its id was used: more than once only where the store has lost what was there before.</param>
internal readonly record struct SwarmScan(int Number, int Generation = 1)
{
    /// <summary>The parameter that tells one use of an id from another.</summary>
    internal const string GenerationParameter = "generation";

    /// <summary>Texts that would do harm if they ever reached the name of a key.</summary>
    private static readonly string[] Owners = ["plain", "{0}", "*:?", "zwölf Boxkämpfer", "a:b", "[0-9]", "x}{y"];

    internal ScanKey Key => new(
        new OwnerId(Owners[Number % Owners.Length]), new ScanId("swarm-" + Number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>With an id of the caller's choice, so that whoever takes over from a process that died while starting it may start it again.</summary>
    internal ScanRequest Request => new(Key.Owner)
    {
        Id = Key.Id,
        Parameters = ScanParameters.Empty.With(GenerationParameter, Generation.ToString(CultureInfo.InvariantCulture)),
    };
}
