using System.Collections.Immutable;
using System.CommandLine;
using SampleHost;

namespace ScanWeb;

/// <summary>The options of the command line: what they are called, what they accept, and what is said about anything else.</summary>
internal sealed class CommandLine
{
    /// <summary>Where to listen when nothing says otherwise: nobody else can reach the loopback.</summary>
    internal const string DefaultUrls = "http://127.0.0.1:5180";
    private const string DefaultLatency = "100ms";
    private const string DefaultDeadline = "3m";

    private readonly Option<string?> _urls;
    private readonly Option<SampleHost.Endpoint?> _redis = Options.Redis();
    private readonly Option<TimeSpan?> _latency = Options.Latency(DefaultLatency);
    private readonly Option<TimeSpan?> _deadline = Options.Deadline(DefaultDeadline);
    private readonly Option<ImmutableArray<StrategyId>> _fail;
    private readonly Option<ImmutableArray<StrategyId>> _hang;
    private readonly Option<bool> _hashPassword = Options.Flag(
        "--hash-password", "Read a password from standard input, write its hash for appsettings.json, and leave.");
    private readonly RootCommand _root;

    /// <summary>A command line over these strategies.</summary>
    internal CommandLine(IEnumerable<StrategyId> strategies)
    {
        var known = Options.Known(strategies, s => s.Value);
        _urls = Options.Urls("--urls", $"Where to listen; {DefaultUrls} when neither this nor ASPNETCORE_URLS is given.");
        _fail = Options.Fail(known);
        _hang = Options.Hang(known);
        _root = new RootCommand($"""
            Serves market strategies over HTTP, with a page to watch them at.

            Strategies: {string.Join(", ", known.Keys)}.
            Settings (accounts, sign-in limits) are in appsettings.json and the environment.
            Exit codes: 0 stopped, 1 cannot listen, 2 wrong usage, 3 Redis cannot be reached.
            """)
        {
            _urls, _redis, _latency, _deadline, _fail, _hang, _hashPassword,
        };
    }

    /// <summary>Reads <paramref name="args"/>. Without options there is nothing left to do but to leave with the exit code: help was shown, or what is wrong.</summary>
    internal (WebOptions? Options, int ExitCode) Parse(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var parsed = _root.Parse(args);
        var errors = parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal).ToList();
        if (errors.Count > 0)
        {
            Usage.Explain(errors, parsed, error);
            return (null, ExitCodes.Usage);
        }

        // Only help and version have an action of their own.
        return parsed.Action is null
            ? (Read(parsed), ExitCodes.Stopped)
            : (null, parsed.Invoke(new InvocationConfiguration { Output = output, Error = error }));
    }

    private WebOptions Read(ParseResult parsed) => new()
    {
        Urls = parsed.GetValue(_urls),
        Redis = parsed.GetValue(_redis),
        Latency = parsed.GetValue(_latency) ?? Duration.Parse(DefaultLatency)!.Value,
        Deadline = parsed.GetValue(_deadline) ?? Duration.Parse(DefaultDeadline)!.Value,
        Fail = parsed.GetValue(_fail),
        Hang = parsed.GetValue(_hang),
        HashPassword = parsed.GetValue(_hashPassword),
    };
}
