using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;

namespace SampleHost;

/// <summary>Kinds of options. Each names the offending value and says what is valid.</summary>
internal static class Options
{
    /// <summary>How long the data source takes.</summary>
    /// <param name="standard">What it takes when the option is not given.</param>
    internal static Option<TimeSpan?> Latency(string standard) => Time(
        "--latency", $"How long the data source takes for each symbol; {standard} when not given, so that there is something to watch.", "0s", "1m");

    internal static Option<ImmutableArray<StrategyId>> Fail(IReadOnlyDictionary<string, StrategyId> known) => Names(
        "--fail", "NAMES", "Strategies that shall throw midway, to see that they harm no other.", "strategy", known);

    internal static Option<ImmutableArray<StrategyId>> Hang(IReadOnlyDictionary<string, StrategyId> known) => Names(
        "--hang", "NAMES", "Strategies that shall hang midway and ignore their cancellation; try it with --deadline 5s.", "strategy", known);

    internal static Option<TimeSpan?> Deadline(string standard) =>
        Time("--deadline", $"How long a scan may run; {standard} when not given.", "1ms", "30m");

    internal static Option<Endpoint?> Redis() =>
        Endpoint("--redis", "Keep scans in Redis instead of in memory; all processes with the same one share them.");

    /// <summary>Values by name, in the order they were given, found whichever way they are capitalised.</summary>
    internal static OrderedDictionary<string, T> Known<T>(IEnumerable<T> values, Func<T, string> name) =>
        new(values.Select(v => KeyValuePair.Create(name(v), v)), StringComparer.OrdinalIgnoreCase);

    /// <summary>Names out of a known set, separated by commas or in several options; upper and lower case are the same.</summary>
    internal static Option<ImmutableArray<T>> Names<T>(string name, string value, string description, string kind, IReadOnlyDictionary<string, T> known) => new(name)
    {
        Description = description,
        HelpName = value,
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            var names = ImmutableArray.CreateBuilder<T>();
            foreach (var text in result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
            {
                if (known.TryGetValue(text, out var match)) names.Add(match);
                else result.AddError($"Unknown {kind} '{text}' in {name}. Known: {string.Join(", ", known.Keys)}.");
            }

            return names.ToImmutable();
        },
    };

    internal static Option<OwnerId?> Owner(string name, string description) =>
        Single<OwnerId>(name, "TEXT", description, "1 to 128 characters without control characters",
            text => OwnerId.TryParse(text, out var owner) ? owner : null);

    internal static Option<int?> Number(string name, string description, int least, int most) =>
        Single<int>(name, "N", description, $"a whole number from {least} to {most}",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null);

    internal static Option<TimeSpan?> Time(string name, string description, string least, string most) =>
        Single<TimeSpan>(name, "TIME", description, $"a time like 250ms, 10s or 2m, from {least} to {most}",
            text => Duration.Parse(text) is { } time && time >= Duration.Parse(least) && time <= Duration.Parse(most) ? time : null);

    internal static Option<decimal?> Usd(string name, string description) =>
        Single<decimal>(name, "USD", description, "an amount above 0, at most 1000000000",
            text => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount is > 0 and <= 1_000_000_000
                ? amount
                : null);

    internal static Option<decimal?> Amount(string name, string value, string description, decimal least, decimal most) =>
        Single<decimal>(name, value, description, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"),
            text => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount >= least && amount <= most
                ? amount
                : null);

    internal static Option<Endpoint?> Endpoint(string name, string description) =>
        Single<Endpoint>(name, "HOST:PORT", description, "a host and a port from 1 to 65535, like localhost:6379", SampleHost.Endpoint.Parse);

    /// <summary>Addresses to listen on, separated by semicolons.</summary>
    internal static Option<string?> Urls(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "URLS",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            foreach (var url in text.Split(';').Where(u => !IsAddress(u)))
                result.AddError($"'{url}' is no value for {name}: it must be an address like http://127.0.0.1:5180, and several are separated by semicolons.");
            return text;
        },
    };

    internal static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private static bool IsAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", PathAndQuery: "/" };

    private static Option<T?> Single<T>(string name, string value, string description, string valid, Func<string, T?> parse)
        where T : struct => new(name)
        {
            Description = description,
            HelpName = value,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                var parsed = parse(text);
                if (parsed is null) result.AddError($"'{text}' is no value for {name}: it must be {valid}.");
                return parsed;
            },
        };
}
